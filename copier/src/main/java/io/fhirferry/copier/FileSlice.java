package io.fhirferry.copier;

import io.fhirferry.common.stage.Slice;

/**
 * A slice of the copy stage: one file of the export. It travels in a message, so it names the file by its place only.
 *
 * @param file index in the export's manifest
 */
record FileSlice(int file) {

    private static final String BEGIN = "{\"file\":";
    private static final String END = "}";

    Slice toSlice() {
        return new Slice(file, BEGIN + file + END);
    }

    static FileSlice parse(Slice slice) {
        String body = slice.body();
        if (!body.startsWith(BEGIN) || !body.endsWith(END)) {
            throw new IllegalArgumentException("Slice " + slice.index() + " of the copy stage names no file");
        }
        return new FileSlice(Integer.parseInt(body.substring(BEGIN.length(), body.length() - END.length())));
    }
}
