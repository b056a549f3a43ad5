package io.fhirferry.importer.redrive;

import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import io.fhirferry.common.window.WindowId;
import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Everything that is said in the log about lines that are brought again. */
@MessageLogger(projectCode = "FERRY-REDRIVE-", length = 4)
interface RedriveLog extends BasicLogger {

    RedriveLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), RedriveLog.class, "io.fhirferry.import.redrive");

    @LogMessage(level = INFO)
    @Message(id = 1, value = "window=%s: %d rejected lines were brought again, %d of them were refused again")
    void redriven(WindowId window, long lines, long refused);

    @LogMessage(level = WARN)
    @Message(
            id = 2,
            value = "window=%s: %d lines were refused for reasons that pass; only they are brought again (%d of %d,"
                    + " ferry.import.line-retries)")
    void passing(WindowId window, long lines, int round, int rounds);

    @LogMessage(level = WARN)
    @Message(
            id = 3,
            value =
                    "window=%s: line %d of a staged %s file is longer than %d bytes, so no corrections can be taken from this"
                            + " file; raise ferry.copy.max-line-bytes and drive the window again from import before lines of it"
                            + " are corrected")
    void notSealed(WindowId window, long line, String type, int limit);
}
