package io.fhirferry.common.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks everything that can be said about a configuration without asking anybody: each key by itself, then keys
 * together, then names that nobody knows.
 */
final class ConfigCheck {

    private static final List<Rule> RULES = List.of(
            MigrationRules::period,
            MigrationRules::history,
            MigrationRules::deletes,
            MigrationRules::exportCount,
            ServerRules::apart,
            ServerRules.source(ServerRules::clearText),
            ServerRules.destination(ServerRules::clearText),
            ServerRules.source(AuthRules::required),
            ServerRules.destination(AuthRules::required),
            ServerRules.source(AuthRules::unused),
            ServerRules.destination(AuthRules::unused),
            ServerRules.source(AuthRules::bearer),
            ServerRules.destination(AuthRules::bearer),
            ServerRules.source(AuthRules::entra),
            ServerRules.destination(AuthRules::entra),
            StorageRules::state,
            StorageRules.eitherOr("ferry.state"),
            StorageRules.eitherOr("ferry.export-storage"),
            StorageRules.eitherOr("ferry.import-storage"),
            ImportRules::destination,
            ImportRules::otherMode,
            AssignedVersions::history,
            AssignedVersions::deletes,
            AssignedVersions::verification,
            InitialLoadRules::dialect,
            InitialLoadRules::end,
            HapiRules::signature,
            TimeRules.patience("ferry.export"),
            TimeRules.patience("ferry.import"),
            TimeRules.patience("ferry.verify"),
            TimeRules::retries,
            ApiRules::audience,
            ApiRules::clearText,
            UnknownKeys::problems);

    private ConfigCheck() {}

    /** All problems, in the order of the configuration's tree; empty when there are none. */
    static List<Problem> problems(Settings settings) {
        return Stream.concat(
                        Keys.all().values().stream().flatMap(key -> problem(key, settings).stream()),
                        RULES.stream().flatMap(rule -> rule.problems(settings)))
                .toList();
    }

    private static Optional<Problem> problem(Key key, Settings settings) {
        if (settings.unresolved().contains(key.name())) {
            return Optional.of(new Problem(
                    key.name(), "set to an expression that refers to something that is not set", key.right()));
        }
        Optional<String> value = settings.set(key.name());
        if (value.isPresent()) {
            return objection(key, value.get()).map(wrong -> Problem.unfit(key, value.get(), wrong));
        }
        return switch (key.need()) {
            case Key.Need.Required() -> Optional.of(Problem.missing(key));
            case Key.Need.Free() -> Optional.empty();
            case Key.Need.Default(String standard) ->
                settings.isEmpty(key.name())
                        ? Optional.of(new Problem(
                                key.name(), "set, but empty", key.right() + ", or remove it to have " + standard))
                        : Optional.empty();
        };
    }

    private static Optional<String> objection(Key key, String value) {
        return value.equals(value.strip())
                ? key.rule().objection(value)
                : Optional.of("has white space before or after it");
    }
}
