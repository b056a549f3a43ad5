package io.fhirferry.exporter.control;

import static org.jboss.logging.Logger.Level.ERROR;
import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Everything that the control API says in the log. */
@MessageLogger(projectCode = "FERRY-CONTROL-", length = 4)
interface ControlLog extends BasicLogger {

    ControlLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), ControlLog.class, "io.fhirferry.control");

    @LogMessage(level = INFO)
    @Message(id = 1, value = "window=%s stage=%s attempt=%d: driven again by an operator")
    void redriven(WindowId window, StageName stage, int attempt);

    @LogMessage(level = INFO)
    @Message(id = 2, value = "window=%s: its findings are accepted by %s")
    void accepted(WindowId window, String by);

    @LogMessage(level = INFO)
    @Message(id = 3, value = "The migration is %s, asked for by %s")
    void changed(String mode, String by);

    @LogMessage(level = INFO)
    @Message(id = 4, value = "window=%s stage=%s: what it had begun is abandoned, because the migration was stopped")
    void stopped(WindowId window, StageName stage);

    @LogMessage(level = WARN)
    @Message(
            id = 5,
            value = "window=%s stage=%s: a job may still run at the server, because it was not cancelled (%s); stop the"
                    + " migration once more")
    void notCancelled(WindowId window, StageName stage, String reason);

    @LogMessage(level = WARN)
    @Message(
            id = 6,
            value =
                    "%s was answered with 503, because the storage account of the migration's state does not do its part"
                            + " (%s); check ferry.state.connection-string if it goes on")
    void unavailable(String operation, String kind);

    @LogMessage(level = ERROR)
    @Message(id = 7, value = "%s was answered with 500")
    void broken(String operation, @Cause Throwable bug);

    @LogMessage(level = INFO)
    @Message(
            id = 20,
            value =
                    "window=%1$s attempt=%4$d: an operator drives its rejected lines again, lines=%2$d repaired files=%3$d")
    void linesRedriven(WindowId window, long lines, int repaired, int attempt);

    @LogMessage(level = WARN)
    @Message(
            id = 8,
            value = "job=%s: this import may still run at the destination, because it was not cancelled (%s); stop the"
                    + " migration once more")
    void importNotCancelled(String job, String reason);
}
