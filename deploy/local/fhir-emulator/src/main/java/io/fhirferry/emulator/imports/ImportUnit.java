package io.fhirferry.emulator.imports;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A stretch of one input that one worker loads. */
final class ImportUnit {

    private final long id;
    private final ImportInput input;
    private final long offset;
    private final long length;
    private final AtomicReference<Optional<UnitResult>> result = new AtomicReference<>(Optional.empty());

    ImportUnit(long id, ImportInput input, long offset, long length) {
        this.id = id;
        this.input = input;
        this.offset = offset;
        this.length = length;
    }

    long id() {
        return id;
    }

    ImportInput input() {
        return input;
    }

    /** Its first byte. */
    long offset() {
        return offset;
    }

    /** How many bytes it has; a line that begins in them, or right after, belongs to it as a whole. */
    long length() {
        return length;
    }

    Optional<UnitResult> result() {
        return result.get();
    }

    void end(UnitResult end) {
        result.set(Optional.of(end));
    }
}
