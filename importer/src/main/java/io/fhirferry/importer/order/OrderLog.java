package io.fhirferry.importer.order;

import static org.jboss.logging.Logger.Level.INFO;

import io.fhirferry.common.window.WindowId;
import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Everything that is said in the log about what is written out of order. */
@MessageLogger(projectCode = "FERRY-ORDER-", length = 4)
interface OrderLog extends BasicLogger {

    OrderLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), OrderLog.class, "io.fhirferry.import.order");

    @LogMessage(level = INFO)
    @Message(
            id = 1,
            value =
                    "window=%s: later windows may have come before it, so %d lines are brought as the source has them now, and"
                            + " %d are not brought, because the source has nothing there any more")
    void current(WindowId window, long lines, long gone);
}
