package io.fhirferry.importer.instant;

import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import io.fhirferry.common.window.WindowId;
import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Everything that is said in the log about contradicting dates. */
@MessageLogger(projectCode = "FERRY-INSTANT-", length = 4)
interface InstantLog extends BasicLogger {

    InstantLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), InstantLog.class, "io.fhirferry.import.instant");

    @LogMessage(level = WARN)
    @Message(
            id = 1,
            value =
                    "window=%s: %d versions are not dated later than the one before them, and the destination will refuse"
                            + " some; %s in the report container lists them, ferry.import.same-instants=nudge moves their dates")
    void found(WindowId window, long versions, String list);

    @LogMessage(level = WARN)
    @Message(
            id = 2,
            value =
                    "window=%s: %d versions are not dated later than the one before them, and their dates are moved where"
                            + " that helps; %s in the report container lists them")
    void nudging(WindowId window, long versions, String list);

    @LogMessage(level = INFO)
    @Message(id = 3, value = "window=%s: the dates of %d versions were moved")
    void nudged(WindowId window, long moved);
}
