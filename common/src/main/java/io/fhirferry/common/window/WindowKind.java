package io.fhirferry.common.window;

import java.util.Locale;

/** Where a window comes from. */
public enum WindowKind {
    /** From the planner; together the tiles of one scope cover the migration without gap or overlap. */
    TILE,
    /** Brings again what a verification found missing or different. */
    REPAIR,
    /** Brings what appeared at the source in a span that had been verified before. */
    LATE,
    /** Files that the user brought; nothing is exported. */
    CONTAINER,
    /**
     * Moves nothing: compares the ids and versions of all current resources on both sides once every tile has arrived.
     * It is what finds a resource that was added, changed or removed at the destination by somebody else.
     */
    CENSUS;

    /** Whether windows of this kind go through the stage at all. */
    public boolean has(StageName stage) {
        return switch (this) {
            case CENSUS -> stage == StageName.VERIFY;
            case CONTAINER -> stage != StageName.EXPORT;
            case TILE, REPAIR, LATE -> true;
        };
    }

    /** The kind as it stands in ids and logs: {@code tile}, {@code census}, … */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
