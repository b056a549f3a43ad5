package io.fhirferry.common.ndjson;

/** What can be wrong with a single line of an export, as an incremental {@code $import} sees it. */
public enum LineFault implements FileFault {
    /** The line ends in the middle of its JSON. */
    CUT_OFF("UNPARSABLE"),
    /** There is no such resource type. */
    UNKNOWN_TYPE("UNPARSABLE"),
    /** The line is of another type than the others of its file. */
    OTHER_TYPE("WRONG_TYPE"),
    /** The id has a character that no id has. */
    INVALID_ID("INVALID_ID"),
    /** There is no id. */
    NO_ID("INVALID_ID"),
    /** The date is far ahead. */
    FUTURE("FUTURE_LAST_UPDATED"),
    /** Another version of the same resource, on the line before, has the same date. */
    SAME_INSTANT("DUPLICATE"),
    /** The version before, on the line before, has a later date. */
    INVERTED("VERSION_CONFLICT");

    private static final String DATE = "2026-01-05T10:00:00.000Z";

    private final String reason;

    LineFault(String reason) {
        this.reason = reason;
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public String line(String id) {
        String right = repaired(id);
        return switch (this) {
            case CUT_OFF -> right.substring(0, right.length() / 2);
            case UNKNOWN_TYPE -> right.replace("\"Patient\"", "\"Patientt\"");
            case OTHER_TYPE -> right.replace("\"Patient\"", "\"Observation\"");
            case INVALID_ID -> right.replace("\"" + id + "\"", "\"" + id + "_!\"");
            case NO_ID -> right.replace("\"id\":\"" + id + "\",", "");
            case FUTURE -> right.replace("2026-", "2999-");
            case SAME_INSTANT -> version(id, 1, DATE);
            case INVERTED -> version(id, 3, "2026-01-05T09:00:00.000Z");
        };
    }

    @Override
    public String repaired(String id) {
        return switch (this) {
            case SAME_INSTANT -> version(id, 1, "2026-01-05T09:59:59.999Z");
            case INVERTED -> version(id, 3, "2026-01-05T10:00:00.001Z");
            default -> version(id, 2, DATE);
        };
    }

    /** The line before: a version of the same resource where that makes the fault, otherwise a resource of its own. */
    @Override
    public String before(String id) {
        return this == SAME_INSTANT || this == INVERTED ? version(id, 2, DATE) : version(id + "-before", 2, DATE);
    }

    /** A version of a patient. */
    static String version(String id, int version, String date) {
        return """
                {"resourceType":"Patient","id":"%s","meta":{"versionId":"%d","lastUpdated":"%s"},\
                "name":[{"family":"Version %d of %s"}],"multipleBirthInteger":1}""".formatted(id, version, date, version, id);
    }
}
