package io.fhirferry.common.stage;

import io.fhirferry.common.window.WindowId;

/**
 * A message names a window that has no row. The planner writes the row before it sends the message, so either the table
 * was emptied by hand or the message is from another state account.
 */
public final class UnknownWindowException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public UnknownWindowException(String migration, WindowId window) {
        super("Migration '" + migration + "' has no window " + window
                + " in its table: check that ferry.state and ferry.migration.id are the same in every service");
    }
}
