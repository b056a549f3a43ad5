package io.fhirferry.importer;

import static org.jboss.logging.Logger.Level.DEBUG;
import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import io.fhirferry.common.window.WindowId;
import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Everything that the importer says in the log. */
@MessageLogger(projectCode = "FERRY-IMPORT-", length = 4)
interface ImportLog extends BasicLogger {

    ImportLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), ImportLog.class, "io.fhirferry.import");

    @LogMessage(level = INFO)
    @Message(id = 1, value = "job=%s: the destination accepted the import, parts=%d files=%d")
    void accepted(String job, int parts, int files);

    @LogMessage(level = DEBUG)
    @Message(id = 2, value = "job=%s: %d lines are loaded so far")
    void running(String job, long loaded);

    @LogMessage(level = WARN)
    @Message(id = 3, value = "job=%s: %s The import is looked at again later.")
    void unreachable(String job, String reason);

    @LogMessage(level = WARN)
    @Message(id = 4, value = "window=%s attempt=%s: %d lines were rejected, see %s in the report container")
    void rejected(WindowId window, String attempt, long lines, String quarantine);

    @LogMessage(level = INFO)
    @Message(id = 5, value = "window=%s: imported=%d duplicate=%d rejected=%d elsewhere=%d of %d copied lines")
    void imported(WindowId window, long imported, long duplicate, long rejected, long elsewhere, long copied);

    @LogMessage(level = INFO)
    @Message(id = 6, value = "job=%s: sealed, parts=%d files=%d")
    void sealed(String job, int parts, int files);

    @LogMessage(level = INFO)
    @Message(id = 7, value = "job=%s: the destination is done with the import")
    void done(String job);

    @LogMessage(level = WARN)
    @Message(
            id = 8,
            value = "job=%s: came to nothing for all of its %d parts, which are tried in other jobs or fail: %s")
    void failed(String job, int parts, String reason);
}
