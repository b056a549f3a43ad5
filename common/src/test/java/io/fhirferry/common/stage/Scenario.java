package io.fhirferry.common.stage;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Window;
import io.fhirferry.common.window.WindowKind;
import io.fhirferry.common.window.WindowState;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Ways of a window through its stages. Whatever is repeated, a scenario ends in the same states. */
enum Scenario {
    ONE_SLICE_EACH(world -> {}),
    SEVERAL_SLICES(world -> {
        world.stage(StageName.COPY).slices(3);
        world.stage(StageName.IMPORT).slices(2);
    }),
    EMPTY_PLAN(world -> world.stage(StageName.COPY).slices(0)),
    WAITING(world -> {
        world.stage(StageName.EXPORT).works(waiting(world));
        world.stage(StageName.IMPORT).slices(2).works(waiting(world));
    }),
    RETRIED(world -> world.stage(StageName.COPY)
            .slices(2)
            .works(work -> work.slice().index() == 1 && !work.attempt().endsWith("-2")
                    ? new WorkResult.Fail("status 503", true)
                    : done(work))),
    RETRIED_IN_VAIN(world -> world.stage(StageName.IMPORT).works(work -> new WorkResult.Fail("status 503", true))),
    REFUSED(world -> world.stage(StageName.IMPORT)
            .slices(3)
            .works(work -> work.slice().index() == 1 ? new WorkResult.Fail("status 400", false) : done(work))),
    TOO_LARGE(world -> world.stage(StageName.EXPORT)
            .works(work -> work.row().window().length().compareTo(Duration.ofHours(12)) > 0
                    ? new WorkResult.TooLarge("status 413")
                    : done(work))),
    EXPORTED_AGAIN(world -> world.stage(StageName.COPY)
            .slices(3)
            .works(work -> work.slice().index() == 1 && work.row().attempt() == 1
                    ? new WorkResult.ExportAgain("a file is cut off")
                    : done(work))),
    EXPORTED_AGAIN_IN_VAIN(
            world -> world.stage(StageName.COPY).joins(row -> new Joined.ExportAgain("lines are missing"))),
    DOES_NOT_ADD_UP(world -> world.stage(StageName.IMPORT).joins(row -> new Joined.Fail("9 of 10 lines", false))),
    MISMATCHED(world -> world.stage(StageName.VERIFY)
            .slices(2)
            .joins(row ->
                    new Joined.Next(((WindowState.Verifying) row.state()).mismatched("findings"), row.account())));

    private final Consumer<StageWorld> script;

    Scenario(Consumer<StageWorld> script) {
        this.script = script;
    }

    /** A world in which a tile and a census go this way. */
    StageWorld begin() {
        return begin(List.of(StageWorld.day(0, WindowKind.TILE), StageWorld.day(0, WindowKind.CENSUS)));
    }

    StageWorld begin(List<Window> windows) {
        StageWorld world = new StageWorld();
        script.accept(world);
        windows.forEach(world::plan);
        return world;
    }

    private static WorkResult done(Work work) {
        return new WorkResult.Done("r" + work.slice().index());
    }

    private static Function<Work, WorkResult> waiting(StageWorld world) {
        return work -> switch (work.progress()) {
            case "" -> new WorkResult.Wait(world.clock.instant().plus(Duration.ofMinutes(1)), "job is running");
            case "job is running" -> new WorkResult.Wait(world.clock.instant().plus(Duration.ofMinutes(20)), "almost");
            default -> done(work);
        };
    }
}
