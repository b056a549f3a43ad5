package io.fhirferry.common.window;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The account of a window, or the sum of many: a {@link TypeAccount} for each resource type that was seen.
 *
 * @param types by FHIR resource type, in alphabetical order, unmodifiable
 */
public record Account(SortedMap<String, TypeAccount> types) {

    /** Nothing counted yet. */
    public static final Account EMPTY = new Account(new TreeMap<>());

    public Account {
        types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
    }

    /** An account over these types. */
    public static Account of(Map<String, TypeAccount> types) {
        return new Account(new TreeMap<>(types));
    }

    /** The figures of one type; all zero when it was not seen. */
    public TypeAccount of(String type) {
        return types.getOrDefault(type, TypeAccount.NONE);
    }

    /** A copy in which one type's figures are changed. */
    public Account with(String type, UnaryOperator<TypeAccount> change) {
        TreeMap<String, TypeAccount> copy = new TreeMap<>(types);
        copy.put(type, change.apply(of(type)));
        return new Account(copy);
    }

    /** What was counted before this stage; what the stage itself and later ones counted is taken away. */
    public Account before(StageName stage) {
        TreeMap<String, TypeAccount> left = new TreeMap<>();
        types.forEach((type, figures) -> left.put(type, figures.before(stage)));
        left.values().removeIf(TypeAccount.NONE::equals);
        return new Account(left);
    }

    /** Adds type by type. */
    public Account plus(Account other) {
        TreeMap<String, TypeAccount> sum = new TreeMap<>(types);
        other.types.forEach((type, figures) -> sum.merge(type, figures, TypeAccount::plus));
        return new Account(sum);
    }

    /** The sum over all types. */
    public TypeAccount total() {
        return types.values().stream().reduce(TypeAccount.NONE, TypeAccount::plus);
    }

    /** Whether the account of every type closes. */
    public boolean closes() {
        return types.values().stream().allMatch(TypeAccount::closes);
    }
}
