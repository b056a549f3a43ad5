package io.fhirferry.verifier;

import io.fhirferry.common.stage.Joined;
import io.fhirferry.common.stage.Slice;
import io.fhirferry.common.stage.Stage;
import io.fhirferry.common.stage.Work;
import io.fhirferry.common.stage.WorkResult;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.verifier.census.CensusVerification;
import io.fhirferry.verifier.tile.TileVerification;
import java.util.List;

/** Proves a window: by its content when it brought data, by ids and versions on both sides when it is a census. */
public final class VerifyStage implements Stage {

    private final TileVerification tiles;
    private final CensusVerification census;

    /** The stage of these two ways to verify. */
    public VerifyStage(TileVerification tiles, CensusVerification census) {
        this.tiles = tiles;
        this.census = census;
    }

    @Override
    public StageName name() {
        return StageName.VERIFY;
    }

    @Override
    public List<Slice> plan(WindowRow row) {
        return isCensus(row) ? census.plan(row) : List.of(Slice.WHOLE);
    }

    @Override
    public WorkResult work(Work work) {
        return isCensus(work.row()) ? census.work(work) : tiles.work(work);
    }

    @Override
    public Joined join(WindowRow row, List<String> results) {
        return isCensus(row) ? census.join(row, results) : tiles.join(row, results);
    }

    private static boolean isCensus(WindowRow row) {
        return row.window().kind() == WindowKind.CENSUS;
    }
}
