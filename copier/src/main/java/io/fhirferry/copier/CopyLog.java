package io.fhirferry.copier;

import static org.jboss.logging.Logger.Level.INFO;

import io.fhirferry.common.window.WindowId;
import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Everything that the copier says in the log. */
@MessageLogger(projectCode = "FERRY-COPY-", length = 4)
interface CopyLog extends BasicLogger {

    CopyLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), CopyLog.class, "io.fhirferry.copy");

    @LogMessage(level = INFO)
    @Message(id = 1, value = "window=%s: %d files hold its %d lines; %d lines of its export were outside")
    void copied(WindowId window, int files, long owned, long outside);
}
