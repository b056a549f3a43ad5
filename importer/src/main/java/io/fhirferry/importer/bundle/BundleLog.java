package io.fhirferry.importer.bundle;

import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import io.fhirferry.common.window.WindowId;
import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Everything that the import by bundles says in the log. */
@MessageLogger(projectCode = "FERRY-BUNDLE-", length = 4)
interface BundleLog extends BasicLogger {

    BundleLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), BundleLog.class, "io.fhirferry.import.bundle");

    @LogMessage(level = INFO)
    @Message(id = 1, value = "window=%s: imported=%d rejected=%d of %d copied lines")
    void imported(WindowId window, long imported, long rejected, long copied);

    @LogMessage(level = WARN)
    @Message(id = 2, value = "window=%s attempt=%s: %d lines were rejected, see %s in the report container")
    void rejected(WindowId window, String attempt, long lines, String quarantine);

    @LogMessage(level = WARN)
    @Message(id = 3, value = "window=%s attempt=%s: %s The slice is begun again in %s.")
    void away(WindowId window, String attempt, String reason, String pause);

    @LogMessage(level = INFO)
    @Message(
            id = 4,
            value =
                    "window=%s attempt=%s: %d lines refer to what the destination does not have, also after pass %d over"
                            + " them; they are tried again when more has come")
    void deferred(WindowId window, String attempt, long lines, int pass);

    @LogMessage(level = WARN)
    @Message(
            id = 5,
            value =
                    "The replicas at work could not be counted (%s). This one keeps to at most %d requests at once and counts"
                            + " again in %s")
    void notCounted(String failure, int share, String pause);

    @LogMessage(level = WARN)
    @Message(
            id = 6,
            value =
                    "window=%s: %d references are searches, which the destination resolves as it likes, and %d name the source's"
                            + " own server (ferry.import.source-references); the report counts them")
    void references(WindowId window, long conditional, long toSource);
}
