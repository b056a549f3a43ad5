package io.fhirferry.common.ndjson;

import java.util.List;
import java.util.TreeMap;

/**
 * A named, versioned set of rules that says when two resources count as the same. Digests can be compared only when
 * they were made under the same name and version.
 *
 * @param name as printed in a report
 * @param version raised with every change of what the rules mean
 * @param rules the rules, in the order in which a report prints them
 */
public record Equivalence(String name, int version, List<EquivalenceRule> rules) {

    /** Nothing but the spelling of JSON may differ. */
    public static final Equivalence EXACT = new Equivalence("exact", 1, List.of(EquivalenceRule.JSON_SPELLING));

    private static final Equivalence AZURE_IMPORT = new Equivalence(
            "azure-import",
            1,
            List.of(
                    EquivalenceRule.JSON_SPELLING,
                    EquivalenceRule.LAST_UPDATED_IN_MILLISECONDS,
                    EquivalenceRule.DELETION_BY_IDENTITY));

    private static final Equivalence AZURE_IMPORT_NUDGED = new Equivalence(
            "azure-import-nudged",
            1,
            List.of(
                    EquivalenceRule.JSON_SPELLING,
                    EquivalenceRule.LAST_UPDATED_IN_MILLISECONDS,
                    EquivalenceRule.LAST_UPDATED_NUDGED,
                    EquivalenceRule.DELETION_BY_IDENTITY));

    private static final Equivalence ASSIGNED = new Equivalence(
            "assigned",
            1,
            List.of(
                    EquivalenceRule.JSON_SPELLING,
                    EquivalenceRule.VERSION_ASSIGNED,
                    EquivalenceRule.LAST_UPDATED_ASSIGNED,
                    EquivalenceRule.DELETION_BY_IDENTITY));

    private static final Equivalence HAPI = new Equivalence(
            "hapi",
            1,
            List.of(
                    EquivalenceRule.JSON_SPELLING,
                    EquivalenceRule.VERSION_ASSIGNED,
                    EquivalenceRule.LAST_UPDATED_ASSIGNED,
                    EquivalenceRule.DELETION_BY_IDENTITY,
                    EquivalenceRule.META_LISTS_AS_SETS,
                    EquivalenceRule.META_DISPLAY_SHARED,
                    EquivalenceRule.META_SOURCE_WITHOUT_FRAGMENT,
                    EquivalenceRule.NARRATIVE_AS_XML,
                    EquivalenceRule.NUMBER_WITHOUT_EXPONENT));

    public Equivalence {
        if (name.isBlank() || version < 1) {
            throw new IllegalArgumentException("An equivalence needs a name, and a version from 1");
        }
        rules = List.copyOf(rules);
    }

    /** For an incremental {@code $import} of an Azure server: versions are kept, dates too, cut to milliseconds. */
    public static Equivalence azureImport() {
        return AZURE_IMPORT;
    }

    /** As {@link #azureImport}, when dates are moved that contradict the numbers of versions. */
    public static Equivalence azureImportNudged() {
        return AZURE_IMPORT_NUDGED;
    }

    /** For a destination that assigns versions and dates itself, and gives back the rest as it was sent. */
    public static Equivalence assigned() {
        return ASSIGNED;
    }

    /** For HAPI, which assigns versions and dates and writes every resource anew from what it read. */
    public static Equivalence hapi() {
        return HAPI;
    }

    /** Whether the destination keeps the source's versions under these rules. */
    public boolean keepsVersions() {
        return !has(EquivalenceRule.VERSION_ASSIGNED);
    }

    boolean has(EquivalenceRule rule) {
        return rules.contains(rule);
    }

    /** What is compared of a deletion; its own key keeps it apart from a resource that has nothing but an id. */
    JsonValue.Members deletion(String type, String id, String versionId) {
        JsonValue.Members identity = new JsonValue.Members(new TreeMap<>())
                .with("fhir-ferry:deletion", new JsonValue.Literal("true"))
                .with("resourceType", new JsonValue.Text(type))
                .with("id", new JsonValue.Text(id));
        return keepsVersions() ? identity.with("versionId", new JsonValue.Text(versionId)) : identity;
    }
}
