package io.fhirferry.common.stage;

import io.fhirferry.common.window.Account;
import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A stage that does what a test says, and remembers what it was asked. */
final class ScriptedStage implements Stage {

    final List<Work> works = new CopyOnWriteArrayList<>();
    private final StageName name;
    private int slices = 1;
    private Function<Work, WorkResult> work =
            asked -> new WorkResult.Done("r" + asked.slice().index());
    private Function<WindowRow, Joined> join = this::next;
    private Function<WindowRow, Admission> admission = row -> new Admission.Now();
    private Consumer<Heartbeat> planning = heartbeat -> {};

    ScriptedStage(StageName name) {
        this.name = name;
    }

    ScriptedStage slices(int count) {
        slices = count;
        return this;
    }

    ScriptedStage works(Function<Work, WorkResult> script) {
        work = script;
        return this;
    }

    ScriptedStage joins(Function<WindowRow, Joined> script) {
        join = script;
        return this;
    }

    ScriptedStage admits(Function<WindowRow, Admission> script) {
        admission = script;
        return this;
    }

    ScriptedStage plans(Consumer<Heartbeat> script) {
        planning = script;
        return this;
    }

    @Override
    public List<Slice> plan(WindowRow row, Heartbeat heartbeat) {
        planning.accept(heartbeat);
        return plan(row);
    }

    @Override
    public Admission admits(WindowRow row) {
        return admission.apply(row);
    }

    @Override
    public StageName name() {
        return name;
    }

    @Override
    public List<Slice> plan(WindowRow row) {
        return IntStream.range(0, slices)
                .mapToObj(index -> new Slice(index, "body" + index))
                .toList();
    }

    @Override
    public WorkResult work(Work asked) {
        works.add(asked);
        return work.apply(asked);
    }

    @Override
    public Joined join(WindowRow row, List<String> results) {
        List<String> expected =
                IntStream.range(0, slices).mapToObj(index -> "r" + index).toList();
        if (!results.equals(expected)) {
            throw new AssertionError("join of " + expected + " was given " + results);
        }
        return join.apply(row);
    }

    private Joined next(WindowRow row) {
        String manifest = name.key() + "-" + row.attempt();
        return switch (row.state()) {
            case WindowState.Exporting exporting ->
                new Joined.Next(
                        exporting.exported(manifest),
                        Account.EMPTY.with("Patient", figures -> figures.withExported(slices)));
            case WindowState.Copying copying ->
                new Joined.Next(
                        copying.copied(manifest), row.account().with("Patient", figures -> figures.withCopied(slices)));
            case WindowState.Importing importing ->
                new Joined.Next(
                        importing.imported(),
                        row.account().with("Patient", figures -> figures.withImport(slices, 0, 0, 0, 0)));
            case WindowState.Verifying verifying ->
                new Joined.Next(
                        verifying.verified(),
                        row.account().with("Patient", figures -> figures.withVerification(slices, 0, 0, 0)));
            default ->
                throw new AssertionError("joined in the state " + row.state().name());
        };
    }
}
