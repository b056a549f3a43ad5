package io.fhirferry.verifier.compare;

/**
 * Where a line lies among the files of its side, to read it once more.
 *
 * @param file index of the file, from 0; -1 when the resource does not lie in a file
 * @param offset of its first byte
 * @param length in bytes, without its ending
 * @param number of the line from 1, blank lines counted
 */
public record Place(int file, long offset, int length, long number) {

    /** Not in a file. */
    public static final Place NONE = new Place(-1, 0, 0, 0);
}
