package io.fhirferry.importer;

import io.fhirferry.common.stage.JobPart;
import io.fhirferry.common.stage.SharedJob;
import io.fhirferry.common.stage.SharedJobStore;
import io.fhirferry.common.window.WindowId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** A store whose caller is killed now and then, after or before what it wrote has taken effect. */
final class CrashingSharedJobs {

    private static final int ONE_IN = 4;

    private final Random random;
    private int crashes;

    CrashingSharedJobs(Random random) {
        this.random = random;
    }

    /** The caller was killed. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    int crashes() {
        return crashes;
    }

    SharedJobStore over(SharedJobStore store) {
        return new SharedJobStore() {
            @Override
            public boolean register(JobPart part) {
                return crashing(() -> store.register(part));
            }

            @Override
            public List<JobPart> parts(String owner) {
                return store.parts(owner);
            }

            @Override
            public List<JobPart> members(SharedJob job) {
                return store.members(job);
            }

            @Override
            public List<JobPart> waiting() {
                return store.waiting();
            }

            @Override
            public List<SharedJob> open() {
                return store.open();
            }

            @Override
            public Optional<SharedJob> find(String id) {
                return store.find(id);
            }

            @Override
            public boolean seal(SharedJob job, List<JobPart> members) {
                return crashing(() -> store.seal(job, members));
            }

            @Override
            public Optional<SharedJob> update(SharedJob job) {
                return crashing(() -> store.update(job));
            }

            @Override
            public boolean end(SharedJob job, List<Change> changes) {
                return crashing(() -> store.end(job, changes));
            }

            @Override
            public void forget(WindowId window) {
                store.forget(window);
            }
        };
    }

    private <T> T crashing(Supplier<T> write) {
        boolean crash = random.nextInt(ONE_IN) == 0;
        boolean before = random.nextBoolean();
        if (crash && before) {
            throw crash();
        }
        T result = write.get();
        if (crash) {
            throw crash();
        }
        return result;
    }

    private Crash crash() {
        crashes++;
        return new Crash();
    }
}
