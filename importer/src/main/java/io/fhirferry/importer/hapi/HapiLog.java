package io.fhirferry.importer.hapi;

import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import io.fhirferry.common.window.WindowId;
import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Everything that the import by HAPI's {@code $import} says in the log. */
@MessageLogger(projectCode = "FERRY-HAPI-", length = 4)
interface HapiLog extends BasicLogger {

    HapiLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), HapiLog.class, "io.fhirferry.import");

    @LogMessage(level = INFO)
    @Message(id = 1, value = "window=%s attempt=%s: %d lines were refused; the import is tried once more")
    void again(WindowId window, String attempt, long refused);

    @LogMessage(level = WARN)
    @Message(id = 2, value = "window=%s attempt=%s: %d lines were rejected, see %s in the report container")
    void rejected(WindowId window, String attempt, long lines, String quarantine);

    @LogMessage(level = INFO)
    @Message(id = 3, value = "window=%s: imported=%d rejected=%d of %d copied lines")
    void imported(WindowId window, long imported, long rejected, long copied);

    @LogMessage(level = WARN)
    @Message(id = 4, value = "window=%s attempt=%s: %s The import is looked at again later.")
    void unreachable(WindowId window, String attempt, String reason);
}
