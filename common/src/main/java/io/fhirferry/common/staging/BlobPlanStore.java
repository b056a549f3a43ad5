package io.fhirferry.common.staging;

import com.azure.storage.blob.BlobContainerClient;
import io.fhirferry.common.stage.PlanStore;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowRow;
import java.util.List;
import java.util.Optional;

/** The {@link PlanStore} on blobs that are written once and never overwritten. */
public final class BlobPlanStore implements PlanStore {

    private record Plan(List<Slice> slices) {}

    private final JsonBlobs blobs;
    private final String migration;

    /**
     * A store in an existing container.
     *
     * @param migration begins every blob's name
     */
    public BlobPlanStore(BlobContainerClient container, String migration) {
        this.blobs = new JsonBlobs(container);
        this.migration = migration;
    }

    @Override
    public Optional<List<Slice>> find(WindowRow row, StageName stage) {
        return blobs.read(name(row, stage), Plan.class).map(Plan::slices);
    }

    @Override
    public List<Slice> storeOnce(WindowRow row, StageName stage, List<Slice> slices) {
        return blobs.writeOnce(name(row, stage), new Plan(slices))
                ? slices
                : find(row, stage).orElseThrow();
    }

    private String name(WindowRow row, StageName stage) {
        return "%s/windows/%s/%s-%d.plan.json".formatted(migration, row.id(), stage.key(), row.attempt());
    }
}
