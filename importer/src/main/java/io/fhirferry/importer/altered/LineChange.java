package io.fhirferry.importer.altered;

import io.fhirferry.common.ndjson.Line;
import java.util.Optional;
import java.util.function.Function;

/** Decides on the lines of one file, one after the other or some together. */
public interface LineChange {

    /**
     * Takes the next line. Each line has one fate, told in the order of the lines: now, with a later line, or at the end.
     *
     * @param line valid until this returns
     */
    void next(Line line, Fate fate);

    /** Tells what is still open. */
    void end(Fate fate);

    /** A decision line by line: other bytes, or nothing when the line stays as it is. */
    static LineChange each(Function<Line, Optional<byte[]>> change) {
        return new LineChange() {
            @Override
            public void next(Line line, Fate fate) {
                change.apply(line).ifPresentOrElse(fate::becomes, () -> fate.stays(line));
            }

            @Override
            public void end(Fate fate) {
                // Nothing is open.
            }
        };
    }

    /** Is told what becomes of the next line that nothing was told of yet. */
    interface Fate {

        /** It stays as it is. */
        void stays(Line line);

        /** It stays as it is; its bytes were copied. */
        void stays(byte[] line);

        /** These bytes, without a line ending, take its place. */
        void becomes(byte[] other);

        /** Nothing takes its place. */
        void isLeftOut();
    }
}
