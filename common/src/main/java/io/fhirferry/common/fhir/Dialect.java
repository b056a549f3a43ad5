package io.fhirferry.common.fhir;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a server makes of the bulk data protocol. The windows' bounds are sent so that the wire may overlap and never
 * gaps: whoever reads the files keeps the lines that the window owns.
 */
public enum Dialect {
    /**
     * Microsoft's FHIR server and the Azure services. {@code _till} is exclusive on one path and inclusive on the other,
     * {@code _since} always inclusive.
     */
    AZURE("azure", "_till", Duration.ZERO),
    /** HAPI FHIR JPA: {@code _since} and {@code _until} both inclusive. */
    HAPI("hapi", "_until", Duration.ZERO),
    /**
     * HL7 Bulk Data Access: {@code _since} means strictly later and {@code _until} strictly earlier, so that a
     * millisecond is taken off the former. Servers older than the third release may ignore {@code _until}.
     */
    BULK_DATA("bulk-data", "_until", Duration.ofMillis(1));

    private final String key;
    private final String untilParameter;
    private final Duration earlier;

    Dialect(String key, String untilParameter, Duration earlier) {
        this.key = key;
        this.untilParameter = untilParameter;
        this.earlier = earlier;
    }

    /** The name used in configuration. */
    public String key() {
        return key;
    }

    /**
     * The dialect of that name.
     *
     * @throws IllegalArgumentException when there is none; the message lists the names
     */
    public static Dialect of(String key) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no dialect '" + key + "'; there are "
                        + Arrays.stream(values()).map(Dialect::key).collect(Collectors.joining(", "))));
    }

    /** Name of the parameter for the end of a window. */
    public String untilParameter() {
        return untilParameter;
    }

    /** How much earlier than a window's begin {@code _since} is sent. */
    public Duration earlier() {
        return earlier;
    }

    /** Whether {@code $export} can be asked for versions that are not the newest. */
    public boolean exportsHistory() {
        return this == AZURE || this == HAPI;
    }

    /**
     * Whether the export of a window has those versions that were replaced after it. HAPI looks for resources by their
     * current versions, so it has an older one only together with the newest.
     */
    public boolean exportsReplacedVersions() {
        return this == AZURE;
    }

    /**
     * Whether the export of a window without history has nothing but current versions. Others can show a version as the
     * newest of the window that was replaced by one with another date.
     */
    public boolean exportsCurrentOnly() {
        return this == HAPI;
    }

    /** Whether {@code $export} can tell what was deleted: by stubs (azure), or in the manifest (bulk-data). */
    public boolean exportsDeletes() {
        return this == AZURE || this == BULK_DATA;
    }

    /** Whether a kick-off can name the container for the files. */
    public boolean exportsToContainer() {
        return this == AZURE;
    }

    /** Whether there is an {@code $import}. */
    public boolean imports() {
        return this == AZURE || this == HAPI;
    }

    /** Whether {@code $import} keeps {@code meta.versionId} and {@code meta.lastUpdated}, and reads deletions. */
    public boolean keepsVersions() {
        return this == AZURE;
    }

    /** Whether one search can span all types. */
    public boolean searchesAllTypes() {
        return this == AZURE;
    }

    /** Whether the system's history can be counted between two instants. */
    public boolean countsHistory() {
        return this == AZURE;
    }

    /**
     * Whether a search may be answered with what an equal one found some time ago, unless it is told not to. HAPI keeps
     * results for a minute, counts included.
     */
    public boolean cachesSearches() {
        return this == HAPI;
    }

    /**
     * Whether an update leaves tags, security labels and profiles of the version before in place, unless it is told not to.
     * HAPI does.
     */
    public boolean mergesMeta() {
        return this == HAPI;
    }

    /** Whether {@code Retry-After} of a running job says when to ask again: HAPI says 120 seconds whatever it does. */
    public boolean pacesPolls() {
        return this != HAPI;
    }

    /** Whether an export of all types brings this one: HAPI leaves out Binary. */
    public boolean exportsByDefault(String type) {
        return this != HAPI || !type.equals("Binary");
    }
}
