package io.fhirferry.verifier;

import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import io.fhirferry.common.window.WindowId;
import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Everything that the verifier says in the log. */
@MessageLogger(projectCode = "FERRY-VERIFY-", length = 4)
public interface VerifyLog extends BasicLogger {

    /** The catalogue. */
    VerifyLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), VerifyLog.class, "io.fhirferry.verify");

    /** A window's content was compared. */
    @LogMessage(level = INFO)
    @Message(id = 3, value = "window=%s attempt=%s: compared, verified=%d superseded=%d findings=%d")
    void compared(WindowId window, String attempt, long verified, long superseded, long findings);

    /** A type was counted and compared on both sides. */
    @LogMessage(level = INFO)
    @Message(id = 4, value = "window=%s slice=%d: census of %s, source=%d destination=%d superseded=%d findings=%d")
    void counted(
            WindowId window, int slice, String type, long source, long destination, long superseded, long findings);

    /** The report was written. */
    @LogMessage(level = INFO)
    @Message(id = 5, value = "migration=%s: report written, verdict=%s findings=%d")
    void reported(String migration, String verdict, long findings);

    /** The report could not be brought up to date. */
    @LogMessage(level = WARN)
    @Message(id = 6, value = "migration=%s: the report could not be brought up to date (%s); it is tried again in %s")
    void notReported(String migration, String why, String pause);

    /** The destination has older contents than the source, although everything has arrived. */
    @LogMessage(level = WARN)
    @Message(
            id = 8,
            value =
                    "window=%s attempt=%s: of %d resources the destination has an older content, because the newest version"
                            + " at the source has an earlier date than the one before it. Write these resources at the source once"
                            + " more; the findings name them")
    void lostNewest(WindowId window, String attempt, long resources);

    /** Files of a comparison stay behind. */
    @LogMessage(level = WARN)
    @Message(
            id = 7,
            value = "window=%s attempt=%s: %d files that the destination exported for comparison could not be deleted."
                    + " They hold patients' data: empty the container for verification by hand")
    void notDeleted(WindowId window, String attempt, int files);
}
