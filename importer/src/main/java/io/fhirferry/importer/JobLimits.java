package io.fhirferry.importer;

import java.time.Duration;

/**
 * How large a job may get, and how many run at once.
 *
 * @param jobs {@code ferry.import.max-jobs}
 * @param files {@code ferry.import.max-files}, at most what the server takes
 * @param bytes {@code ferry.import.max-bytes}
 * @param linger {@code ferry.import.linger}: how long the first part of a job waits for more
 */
record JobLimits(int jobs, int files, long bytes, Duration linger) {}
