package io.fhirferry.common.window;

import com.azure.data.tables.models.TableEntity;

/**
 * The version of the rows that a release writes. A migration lasts weeks, so a release reads its own rows and those of
 * the one before, and says so when it meets a newer one.
 */
public final class RowSchema {

    /** Raised when a release writes what its predecessor cannot read. */
    static final int VERSION = 1;

    static final String PROPERTY = "schema";

    private RowSchema() {}

    /** Adds the version to a row that is about to be written; returns the same row. */
    public static TableEntity stamp(TableEntity row) {
        return row.addProperty(PROPERTY, VERSION);
    }

    /**
     * Checks a row that was read.
     *
     * @return the same row
     * @throws IllegalStateException when a newer release has written it
     */
    public static TableEntity check(TableEntity row) {
        if (!(row.getProperty(PROPERTY) instanceof Number schema) || schema.intValue() > VERSION) {
            throw new IllegalStateException("Row " + row.getRowKey() + " was written by a newer release (schema "
                    + row.getProperty(PROPERTY) + ", this one reads " + VERSION + "): update this service");
        }
        return row;
    }
}
