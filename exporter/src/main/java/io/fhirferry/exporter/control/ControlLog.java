package io.fhirferry.exporter.control;

import static org.jboss.logging.Logger.Level.INFO;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.WindowId;
import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
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
}
