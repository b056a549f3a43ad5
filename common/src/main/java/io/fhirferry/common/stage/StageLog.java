package io.fhirferry.common.stage;

import static org.jboss.logging.Logger.Level.DEBUG;
import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Everything that the stage runner says in the log. */
@MessageLogger(projectCode = "FERRY-STAGE-", length = 4)
interface StageLog extends BasicLogger {

    StageLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), StageLog.class, "io.fhirferry.stage");

    @LogMessage(level = INFO)
    @Message(id = 1, value = "window=%s from=%s to=%s: %s")
    void moved(WindowId window, String from, String to, String why);

    @LogMessage(level = DEBUG)
    @Message(id = 2, value = "window=%s: message %s dropped, the window is %s already, generation %d")
    void dropped(WindowId window, String message, String state, int generation);

    @LogMessage(level = WARN)
    @Message(id = 3, value = "window=%s stage=%s slice=%d attempt=%s: %s; tried again in %s")
    void tryingAgain(WindowId window, StageName stage, int slice, String attempt, String reason, String pause);

    @LogMessage(level = WARN)
    @Message(id = 4, value = "window=%s stage=%s: no sign of life since %s; its message is sent again")
    void resent(WindowId window, StageName stage, String since);

    @LogMessage(level = WARN)
    @Message(id = 5, value = "window=%s stage=%s: message went to poison (%s)")
    void poisoned(WindowId window, StageName stage, String reason);

    @LogMessage(level = INFO)
    @Message(id = 6, value = "window=%s stage=%s attempt=%s: the server accepted %s")
    void accepted(WindowId window, StageName stage, String attempt, String what);

    @LogMessage(level = WARN)
    @Message(
            id = 7,
            value =
                    "window=%s stage=%s attempt=%s: the server may be at work on %s for nobody (%s), because the answer to"
                            + " its start never came; the next attempt starts anew")
    void orphan(WindowId window, StageName stage, String attempt, String what, String name);

    @LogMessage(level = WARN)
    @Message(
            id = 8,
            value =
                    "window=%s stage=%s attempt=%s: while this replica started %s, the attempt was given up or stopped by"
                            + " another; what was started here is cancelled")
    void outrun(WindowId window, StageName stage, String attempt, String what);

    @LogMessage(level = WARN)
    @Message(
            id = 9,
            value = "window=%s stage=%s attempt=%s: %s was given up but could not be cancelled: %s. It may go on at the"
                    + " server; nobody reads what it writes")
    void notCancelled(WindowId window, StageName stage, String attempt, String what, String why);

    @LogMessage(level = WARN)
    @Message(id = 10, value = "window=%s stage=%s: waits to begin: %s")
    void notAdmitted(WindowId window, StageName stage, String why);
}
