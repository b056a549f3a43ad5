package io.fhirferry.common.config;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A name below {@code ferry.} that nobody reads is a typing error, and would be ignored in silence. */
final class UnknownKeys {

    /** Kubernetes tells every pod about services in such variables, also about one that is called ferry-something. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "FERRY_.*_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    private UnknownKeys() {}

    static Stream<Problem> problems(Settings settings) {
        Set<String> keys = Keys.all().keySet();
        Set<String> variables = keys.stream().map(Key::variable).collect(Collectors.toSet());
        return settings.names().stream()
                .sorted()
                .filter(name -> !keys.contains(name) && !variables.contains(name))
                .filter(name -> !SERVICE_LINK.matcher(name).matches())
                .map(name -> unknown(name, isVariable(name) ? List.copyOf(variables) : List.copyOf(keys)));
    }

    private static Problem unknown(String name, List<String> known) {
        return new Problem(
                name,
                "not known",
                Nearest.to(name, known)
                        .map(nearest -> "did you mean " + nearest + "? Otherwise remove it")
                        .orElse("remove it"));
    }

    private static boolean isVariable(String name) {
        return name.startsWith("FERRY_");
    }
}
