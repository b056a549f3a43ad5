package io.fhirferry.exporter.control;

/** What became of a job when the migration was stopped. */
enum JobEnd {
    /** It was over already. */
    OVER,
    /** The server has ended it. */
    CANCELLED,
    /** The server was just being asked to begin it; whoever asked finds it cancelled and ends what comes of that. */
    STARTING,
    /** It may still run, because the server did not take the cancellation. */
    NOT_CANCELLED
}
