package io.fhirferry.common.window;

import java.util.Optional;

/**
 * Where a window stands. Each record offers only its legal next states, so that an illegal move does not compile. What all
 * states can be asked stands here, in one place for all of them.
 */
public sealed interface WindowState {

    /** The name of the state as it stands in rows, events and reports. */
    default String name() {
        return switch (this) {
            case Planned planned -> "PLANNED";
            case Exporting exporting -> "EXPORTING";
            case Exported exported -> "EXPORTED";
            case Copying copying -> "COPYING";
            case Copied copied -> "COPIED";
            case Importing importing -> "IMPORTING";
            case Imported imported -> "IMPORTED";
            case Verifying verifying -> "VERIFYING";
            case Verified verified -> "VERIFIED";
            case Mismatched mismatched -> "MISMATCHED";
            case Accepted accepted -> "ACCEPTED";
            case Failed failed -> "FAILED";
            case Split split -> "SPLIT";
        };
    }

    /**
     * What the last finished stage left behind: a manifest, or the name of its blob. Empty where nothing was left. Only the
     * one that stands in the state counts: an abandoned attempt may leave others.
     */
    default String manifest() {
        return "";
    }

    /** Nothing more happens to the window by itself. */
    default boolean terminal() {
        return !(this instanceof Active || this instanceof Waiting);
    }

    /** Everything before the window's end counts for the watermark. */
    default boolean settled() {
        return this instanceof Verified || this instanceof Accepted;
    }

    /** The state in which a window of this kind is born; a census has nothing to bring and starts behind the import. */
    static WindowState initial(WindowKind kind) {
        return kind == WindowKind.CENSUS ? new Imported("") : new Planned();
    }

    /** A state in which some stage is at work. */
    sealed interface Active extends WindowState {

        /** The stage at work. */
        default StageName stage() {
            return switch (this) {
                case Exporting exporting -> StageName.EXPORT;
                case Copying copying -> StageName.COPY;
                case Importing importing -> StageName.IMPORT;
                case Verifying verifying -> StageName.VERIFY;
            };
        }

        /** What the stage has done so far is abandoned; it waits to begin afresh. */
        Waiting stopped();

        /** The stage gives up; what it started from is kept, so that it can be driven again. */
        default Failed failed(String reason, boolean retryable) {
            return new Failed(stage(), reason, retryable, manifest());
        }
    }

    /** A state in which the window waits for its next stage. */
    sealed interface Waiting extends WindowState {

        /** The stage that comes next. */
        default StageName next() {
            return switch (this) {
                case Planned planned -> StageName.EXPORT;
                case Exported exported -> StageName.COPY;
                case Copied copied -> StageName.IMPORT;
                case Imported imported -> StageName.VERIFY;
            };
        }

        /** The next stage begins. */
        Active start();

        /** The window's messages could not be handled although the stage never began. */
        default Failed failed(String reason, boolean retryable) {
            return start().failed(reason, retryable);
        }
    }

    /** A state that an operator can drive the window out of. */
    sealed interface Redrivable extends WindowState {

        /** The stage that is driven again unless another one is asked for. */
        StageName redriven();

        /**
         * The state from which this stage begins once more.
         *
         * @return empty when the window does not know any more, or not yet, what the stage begins with
         */
        Optional<Waiting> redriveFrom(StageName stage);

        /**
         * The state from which only the lines that were rejected are imported once more.
         *
         * @param redrive names the manifest that says so
         * @return empty when no import was begun
         */
        Optional<Waiting> redriveLines(String redrive);
    }

    /** The planner has decided on the window. */
    record Planned() implements Waiting {
        @Override
        public Exporting start() {
            return new Exporting();
        }

        /** The window is replaced by its two halves before anything was asked of the source. */
        public Split split(WindowId earlier, WindowId later) {
            return new Split(earlier, later);
        }
    }

    /** The source is exporting. */
    record Exporting() implements Active {
        public Exported exported(String manifest) {
            return new Exported(manifest);
        }

        /** The export is too large for the source; two halves replace the window. */
        public Split split(WindowId earlier, WindowId later) {
            return new Split(earlier, later);
        }

        @Override
        public Planned stopped() {
            return new Planned();
        }
    }

    /** The source has exported; the manifest lists its files. */
    record Exported(String manifest) implements Waiting {
        @Override
        public Copying start() {
            return new Copying(manifest);
        }
    }

    /** Files are on their way from the export storage to the import storage. */
    record Copying(String manifest) implements Active {
        public Copied copied(String newManifest) {
            return new Copied(newManifest);
        }

        /** The export turned out to be incomplete: nothing of it is used, the source is asked once more. */
        public Planned exportAgain() {
            return new Planned();
        }

        @Override
        public Exported stopped() {
            return new Exported(manifest);
        }
    }

    /** The owned lines are in the import storage; the manifest lists the files there. */
    record Copied(String manifest) implements Waiting {
        @Override
        public Importing start() {
            return new Importing(manifest);
        }
    }

    /** The destination is importing. */
    record Importing(String manifest) implements Active {
        /**
         * The state of a window that is being imported.
         *
         * @throws IllegalStateException when the window is in another state
         */
        public static Importing of(WindowRow row) {
            if (row.state() instanceof Importing importing) {
                return importing;
            }
            throw new IllegalStateException(
                    "Window " + row.id() + " is " + row.state().name() + ", not being imported");
        }

        /** The account of every line closes. */
        public Imported imported() {
            return new Imported(manifest);
        }

        /**
         * The account of every line closes.
         *
         * @param newManifest lists the files as they are now, and what was rejected of them
         */
        public Imported imported(String newManifest) {
            return new Imported(newManifest);
        }

        /** Some lines were refused for reasons that pass; this manifest says that only they are to be brought again. */
        public Copied linesAgain(String redrive) {
            return new Copied(redrive);
        }

        @Override
        public Copied stopped() {
            return new Copied(manifest);
        }
    }

    /** Every line is accounted for at the destination. */
    record Imported(String manifest) implements Waiting {
        @Override
        public Verifying start() {
            return new Verifying(manifest);
        }
    }

    /** Content is being compared. */
    record Verifying(String manifest) implements Active {
        public Verified verified() {
            return new Verified(manifest);
        }

        /** Compared, and found different. */
        public Mismatched mismatched(String findings) {
            return new Mismatched(manifest, findings);
        }

        @Override
        public Imported stopped() {
            return new Imported(manifest);
        }
    }

    /** Proven: the destination holds what the source held. */
    record Verified(String manifest) implements WindowState {}

    /**
     * Verified, and found different.
     *
     * @param findings names the blob that lists what is missing, different, extra or rejected
     */
    record Mismatched(String manifest, String findings) implements Redrivable {
        /** Somebody has repaired something: compare again. */
        public Imported verifyAgain() {
            return new Imported(manifest);
        }

        /** The lines are to be imported once more, because some were repaired. */
        public Copied importAgain() {
            return new Copied(manifest);
        }

        /** Only the lines that were rejected are to be imported once more, as this manifest says. */
        public Copied linesAgain(String redrive) {
            return new Copied(redrive);
        }

        /** The source is asked once more, because what it gave was not what it has. */
        public Planned exportAgain() {
            return new Planned();
        }

        @Override
        public StageName redriven() {
            return StageName.VERIFY;
        }

        @Override
        public Optional<Waiting> redriveFrom(StageName stage) {
            return switch (stage) {
                case EXPORT -> Optional.of(exportAgain());
                case COPY -> Optional.empty();
                case IMPORT -> Optional.of(importAgain());
                case VERIFY -> Optional.of(verifyAgain());
            };
        }

        @Override
        public Optional<Waiting> redriveLines(String redrive) {
            return Optional.of(linesAgain(redrive));
        }

        /** An operator signs off the named findings. */
        public Accepted accept(String by, String reason) {
            return new Accepted(manifest, by, reason, findings);
        }
    }

    /**
     * An operator signed off named exceptions.
     *
     * @param by who
     * @param reason why
     * @param exceptions names the blob that lists what was accepted
     */
    record Accepted(String manifest, String by, String reason, String exceptions) implements WindowState {
        public Accepted {
            by = Why.cut(by);
            reason = Why.cut(reason);
        }
    }

    /**
     * A stage gave up.
     *
     * @param stage which
     * @param reason a class of failure with its status and request id, never a server's own words; cut to {@link
     *     Why#MAX_REASON} characters, as is that of {@link Accepted}
     * @param retryable whether driving it again may succeed without any change
     * @param manifest what the stage started from
     */
    record Failed(StageName stage, String reason, boolean retryable, String manifest) implements Redrivable {
        public Failed {
            reason = Why.cut(reason);
        }

        /** The state from which the failed stage begins again. */
        public Waiting redrive() {
            return switch (stage) {
                case EXPORT -> new Planned();
                case COPY -> new Exported(manifest);
                case IMPORT -> new Copied(manifest);
                case VERIFY -> new Imported(manifest);
            };
        }

        @Override
        public StageName redriven() {
            return stage;
        }

        @Override
        public Optional<Waiting> redriveFrom(StageName from) {
            if (from == stage) {
                return Optional.of(redrive());
            }
            return switch (from) {
                case EXPORT -> Optional.of(new Planned());
                // A verification starts from the files that the import started from.
                case IMPORT -> stage == StageName.VERIFY ? Optional.of(new Copied(manifest)) : Optional.empty();
                case COPY, VERIFY -> Optional.empty();
            };
        }

        @Override
        public Optional<Waiting> redriveLines(String redrive) {
            return stage == StageName.VERIFY || stage == StageName.IMPORT
                    ? Optional.of(new Copied(redrive))
                    : Optional.empty();
        }
    }

    /** Replaced by two halves, which take over everything. */
    record Split(WindowId earlier, WindowId later) implements WindowState {}
}
