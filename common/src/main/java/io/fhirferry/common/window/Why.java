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
        by = cut(by);
        reason = cut(reason);
    }

    /** At most {@link #MAX_REASON} characters of the text, none of them half a character. */
    static String cut(String text) {
        if (text.length() <= MAX_REASON) {
            return text;
        }
        boolean halved = Character.isHighSurrogate(text.charAt(MAX_REASON - 1));
        return text.substring(0, halved ? MAX_REASON - 1 : MAX_REASON);
    }
}
