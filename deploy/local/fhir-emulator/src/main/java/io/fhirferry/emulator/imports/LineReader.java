package io.fhirferry.emulator.imports;

import io.fhirferry.emulator.json.BadJson;
import io.fhirferry.emulator.json.Envelope;
import io.fhirferry.emulator.json.EnvelopeReader;
import io.fhirferry.emulator.json.References;
import io.fhirferry.emulator.store.ResourceTypes;
import io.fhirferry.emulator.time.FhirDate;
import java.time.Clock;
import java.util.Optional;

/** Looks at single lines of an import: what is wrong with them by themselves. */
final class LineReader {

    private static final long TOLERANCE_MILLIS = 10_000;

    private final boolean initialLoad;
    private final String declaredType;
    private final Clock clock;

    LineReader(boolean initialLoad, String declaredType, Clock clock) {
        this.initialLoad = initialLoad;
        this.declaredType = declaredType;
        this.clock = clock;
    }

    /**
     * Reads one line.
     *
     * @throws BadLine when it cannot be stored
     */
    Candidate read(long number, byte[] line) throws BadLine {
        Envelope envelope = envelope(line);
        checkId(envelope.id().value());
        Optional<FhirDate> date = initialLoad ? Optional.empty() : date(envelope);
        if (initialLoad && conditional(line)) {
            throw new BadLine("Conditional reference is not supported for $import in InitialLoad.");
        }
        checkType(envelope.type().value());
        Optional<Integer> version =
                date.isPresent() ? number(envelope.versionId().value()) : Optional.empty();
        return new Candidate(number, envelope, date, version, line);
    }

    private static Envelope envelope(byte[] line) throws BadLine {
        try {
            Envelope envelope = EnvelopeReader.read(line);
            if (!ResourceTypes.known(envelope.type().value())) {
                throw new BadLine("The resource type is not known.");
            }
            return envelope;
        } catch (BadJson e) {
            throw new BadLine(e.getMessage());
        }
    }

    private static void checkId(String id) throws BadLine {
        if (!ResourceTypes.isId(id)) {
            throw new BadLine("Invalid resource id: '" + (id.length() > 80 ? id.substring(0, 80) : id)
                    + "'. It must be 1 to 64 letters, digits, '-' or '.'.");
        }
    }

    private void checkType(String type) throws BadLine {
        if (!declaredType.isEmpty() && !declaredType.equals(type)) {
            throw new BadLine("Resource type not match.");
        }
        if (type.equals("SearchParameter")) {
            throw new BadLine("SearchParameter resources cannot be processed by import.");
        }
    }

    private Optional<FhirDate> date(Envelope envelope) throws BadLine {
        if (!envelope.lastUpdated().present()) {
            return Optional.empty();
        }
        Optional<FhirDate> date = FhirDate.parseInstant(envelope.lastUpdated().value());
        if (date.isEmpty()) {
            throw new BadLine("LastUpdated in the resource is no instant.");
        }
        if (date.get().startMillis() > clock.millis() + TOLERANCE_MILLIS) {
            throw new BadLine("LastUpdated in the resource cannot be in the future.");
        }
        return date;
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean conditional(byte[] line) {
        return References.of(line).stream()
                .anyMatch(reference -> reference.value().contains("?"));
    }
}
