package io.fhirferry.importer.order;

import io.fhirferry.common.fhir.ResourceRef;
import io.fhirferry.common.ndjson.HeaderResult;
import io.fhirferry.common.ndjson.Line;
import io.fhirferry.common.ndjson.ResourceHeader;
import io.fhirferry.common.stage.Heartbeat;
import io.fhirferry.importer.altered.LineChange;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Puts what the source has now in the place of the lines of one file, a batch at a time. A line that cannot be read stays as
 * it is: the destination refuses it. For one use.
 */
final class CurrentContent implements LineChange {

    /** A batch of large resources is asked about before it is full. */
    private static final long MOST_HELD = 4 << 20;

    /** An id by the letter that no URL can name. */
    private static final Pattern DOTS = Pattern.compile("\\.{1,2}");

    private final SourceNow source;
    private final boolean repaired;
    private final Heartbeat heartbeat;
    private final List<Held> held = new ArrayList<>();
    private final List<SourceNow.Version> asked = new ArrayList<>();
    private long bytes;

    /** @param repaired whether an operator has corrected lines of the file, perhaps their ids */
    CurrentContent(SourceNow source, boolean repaired, Heartbeat heartbeat) {
        this.source = source;
        this.repaired = repaired;
        this.heartbeat = heartbeat;
    }

    private record Held(byte[] line, boolean readable) {}

    @Override
    public void next(Line line, Fate fate) {
        boolean readable = ResourceHeader.read(line) instanceof HeaderResult.Read(ResourceHeader header) && ask(header);
        held.add(new Held(line.copy(), readable));
        bytes += line.length();
        if (held.size() == SourceNow.BATCH || bytes >= MOST_HELD) {
            settle(fate);
        }
    }

    @Override
    public void end(Fate fate) {
        settle(fate);
    }

    private boolean ask(ResourceHeader header) {
        if (DOTS.matcher(header.id()).matches()) {
            return false;
        }
        asked.add(new SourceNow.Version(
                ResourceRef.current(header.type(), header.id()), header.deleted() ? "" : header.versionId()));
        return true;
    }

    private void settle(Fate fate) {
        heartbeat.beat();
        Iterator<SourceNow.Now> answers = source.of(asked).iterator();
        for (Held each : held) {
            if (each.readable()) {
                settle(each.line(), answers.next(), fate);
            } else {
                fate.stays(each.line());
            }
        }
        held.clear();
        asked.clear();
        bytes = 0;
    }

    private void settle(byte[] line, SourceNow.Now now, Fate fate) {
        switch (now) {
            case SourceNow.Now.Same same -> fate.stays(line);
            case SourceNow.Now.Other(byte[] current) -> fate.becomes(onOneLine(current));
            case SourceNow.Now.Deleted deleted -> fate.isLeftOut();
            case SourceNow.Now.Missing missing -> {
                if (repaired) {
                    fate.stays(line);
                } else {
                    fate.isLeftOut();
                }
            }
        }
    }

    /** A server may answer with line breaks, which are white space in JSON wherever they can stand. */
    private static byte[] onOneLine(byte[] resource) {
        byte[] line = resource.clone();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return line;
    }
}
