package io.fhirferry.emulator.json;

/**
 * A simple value in a resource.
 *
 * @param value its text; empty when it is not there
 * @param span where it stands, with its quotes
 */
public record Field(String value, Span span) {

    /** What is not there. */
    public static final Field NONE = new Field("", Span.NONE);

    /** Whether it is there. */
    public boolean present() {
        return span.present();
    }
}
