package io.fhirferry.exporter;

import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import io.fhirferry.common.window.WindowId;
import java.lang.invoke.MethodHandles;
import java.time.Instant;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Everything that the exporter says in the log. */
@MessageLogger(projectCode = "FERRY-EXPORT-", length = 4)
interface ExportLog extends BasicLogger {

    ExportLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), ExportLog.class, "io.fhirferry.export");

    @LogMessage(level = INFO)
    @Message(id = 1, value = "migration=%s begins at %s")
    void begins(String migration, Instant start);

    @LogMessage(level = INFO)
    @Message(id = 2, value = "window=%s expected=%d %s")
    void planned(WindowId window, long expected, String why);

    @LogMessage(level = WARN)
    @Message(
            id = 3,
            value = "The planner could not look at the source or the state (%s); it looks again after"
                    + " ferry.export.plan-interval")
    void planningFailed(String reason);

    @LogMessage(level = WARN)
    @Message(
            id = 6,
            value = "window=%s attempt=%s: the source cannot be asked about the export (%s); it is asked again")
    void unreachable(WindowId window, String attempt, String why);
}
