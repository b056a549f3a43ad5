package io.fhirferry.common.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A question to a storage that got no fit answer, and why. */
record StorageRefusal(StorageProbe probe, StorageFailure failure) {

    /** Tells which refusals have one reason: the same account, and the same thing to do. */
    private record Reason(String storage, String right) {}

    /** The refusals as problems: one for each reason, not one for each service of the account. */
    static List<Problem> problems(Stream<StorageRefusal> refusals) {
        return refusals
                .collect(Collectors.groupingBy(
                        refusal -> new Reason(refusal.probe.storage(), refusal.failure.right()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values()
                .stream()
                .map(StorageRefusal::problem)
                .toList();
    }

    private static Problem problem(List<StorageRefusal> alike) {
        StorageProbe first = alike.getFirst().probe;
        StorageFailure failure = alike.getFirst().failure;
        String others =
                alike.stream().skip(1).map(refusal -> refusal.probe.what()).collect(Collectors.joining(" and "));
        return new Problem(
                first.key().name(),
                "set to an %s whose %s at %s %s%s"
                        .formatted(
                                first.key().secret() ? "account" : "endpoint",
                                first.what(),
                                first.url(),
                                failure.what(),
                                others.isEmpty() ? "" : ", and likewise the " + others),
                failure.right());
    }
}
