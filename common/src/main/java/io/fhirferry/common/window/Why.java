package io.fhirferry.common.window;

/**
 * Who moved a window, and why; it stands in the window's event.
 *
 * @param by a service and its replica, or the name of an operator
 * @param reason one sentence without anything from a resource
 */
public record Why(String by, String reason) {

    /** The longest reason that is kept; a longer one is cut, because an event is a table row. */
    public static final int MAX_REASON = 1024;

    public Why {
        reason = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    }
}
