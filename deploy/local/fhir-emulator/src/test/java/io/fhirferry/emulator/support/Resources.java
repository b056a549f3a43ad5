package io.fhirferry.emulator.support;

/** Makes resources for tests. */
public final class Resources {

    private Resources() {}

    /** A patient without meta. */
    public static String patient(String id) {
        return "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"multipleBirthInteger\":1}";
    }

    /** A patient with a version and a date; either may be empty. */
    public static String patient(String id, String version, String lastUpdated) {
        return resource("Patient", id, version, lastUpdated, ",\"active\":true");
    }

    /** A resource with a version and a date, either may be empty, and more fields. */
    public static String resource(String type, String id, String version, String lastUpdated, String more) {
        String versionId = version.isEmpty() ? "" : "\"versionId\":\"" + version + "\"";
        String date = lastUpdated.isEmpty() ? "" : "\"lastUpdated\":\"" + lastUpdated + "\"";
        String comma = version.isEmpty() || lastUpdated.isEmpty() ? "" : ",";
        return "{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\",\"meta\":{" + versionId + comma + date + "}"
                + more + "}";
    }

    /** The stub of a deleted patient. */
    public static String deleted(String id, String version, String lastUpdated) {
        return "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"meta\":{\"versionId\":\"" + version
                + "\",\"lastUpdated\":\"" + lastUpdated
                + "\",\"extension\":[{\"url\":\"http://azurehealthcareapis.com/data-extensions/deleted-state\","
                + "\"valueString\":\"soft-deleted\"}]}}";
    }
}
