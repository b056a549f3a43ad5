package io.fhirferry.verifier.tile;

import io.fhirferry.common.fhir.ExportClient;
import io.fhirferry.common.fhir.ExportFile;
import io.fhirferry.common.fhir.ExportManifest;
import io.fhirferry.common.fhir.ExportPoll;
import io.fhirferry.common.fhir.ExportRequest;
import io.fhirferry.common.fhir.RetryAfter;
import io.fhirferry.common.window.Window;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Exports of a FHIR server, asked for as the migration asks the source. */
public final class FhirExports implements DestinationExports {

    private final ExportClient server;
    private final List<String> types;
    private final boolean history;
    private final boolean deletes;

    /**
     * Exports of the server behind this client.
     *
     * @param types those that the migration moves; empty for all
     * @param history whether it moves every version
     * @param deletes whether it moves deletions
     */
    public FhirExports(ExportClient server, List<String> types, boolean history, boolean deletes) {
        this.server = server;
        this.types = List.copyOf(types);
        this.history = history;
        this.deletes = deletes;
    }

    @Override
    public URI start(Window window, String container) {
        List<String> wanted =
                window.scope().type().isEmpty() ? types : List.of(window.scope().type());
        return server.kickOff(ExportRequest.window(window.since(), window.till())
                .withTypes(wanted)
                .withHistory(history)
                .withDeletes(deletes)
                .withContainer(container));
    }

    @Override
    public Status look(URI job) {
        return switch (server.poll(job)) {
            case ExportPoll.Running(RetryAfter after, String ignored) -> new Status.Running(after.delay());
            case ExportPoll.Done(ExportManifest manifest) -> new Status.Done(files(manifest));
            case ExportPoll.Gone gone -> new Status.Failed("is not known to it any more (404)", new byte[0]);
            case ExportPoll.Failed failed
            when failed.transientFailure() ->
                new Status.Running(failed.retryAfter().delay());
            case ExportPoll.Failed failed -> new Status.Failed("failed: " + failed, failed.outcome());
        };
    }

    @Override
    public void cancel(URI job) {
        server.cancel(job);
    }

    private List<ExportedFile> files(ExportManifest first) {
        List<ExportedFile> files = new ArrayList<>();
        ExportManifest manifest = first;
        while (true) {
            for (ExportFile file : manifest.outputs()) {
                files.add(new ExportedFile(file.type(), file.url(), file.count(), manifest.requiresAccessToken()));
            }
            if (!manifest.hasNext()) {
                return List.copyOf(files);
            }
            manifest = server.page(manifest.next());
        }
    }
}
