package io.fhirferry.common.queue;

import static org.jboss.logging.Logger.Level.DEBUG;
import static org.jboss.logging.Logger.Level.ERROR;
import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/**
 * What the connector logs. Failures of handlers are told by their {@link FailureKind} alone: their text, and bodies, may
 * quote patients' data.
 */
@MessageLogger(projectCode = "FERRY-QUEUE-", length = 4)
interface QueueLog extends BasicLogger {

    QueueLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), QueueLog.class, "io.fhirferry.common.queue");

    @LogMessage(level = WARN)
    @Message(id = 1, value = "queue=%s does not answer; its channel is not ready until it does. %s")
    void outage(String queue, String why);

    @LogMessage(level = INFO)
    @Message(id = 2, value = "queue=%s answers again after %s")
    void recovered(String queue, Duration after);

    @LogMessage(level = WARN)
    @Message(
            id = 3,
            value =
                    "queue=%s message=%s may have been lost by this receiver; its handler can know, and whoever receives it carries on")
    void lost(String queue, String message);

    @LogMessage(level = WARN)
    @Message(id = 4, value = "queue=%s message=%s failed in delivery %d with %s; it comes again after %s")
    void retried(String queue, String message, long delivery, String error, Duration pause);

    @LogMessage(level = ERROR)
    @Message(id = 5, value = "queue=%s message=%s was given up and moved to %s: %s (%d deliveries, last error %s)")
    void poisoned(String queue, String message, String poisonQueue, String reason, long deliveries, String error);

    @LogMessage(level = ERROR)
    @Message(
            id = 6,
            value = "queue=%s message=%s is in the poison queue, but a listener failed with %s;"
                    + " the message stays until the listener succeeds, next after %s")
    void poisonListenerFailed(String queue, String message, String error, Duration pause);

    @LogMessage(level = WARN)
    @Message(
            id = 7,
            value = "queue=%s message=%s is too long to carry its reason into the poison queue;"
                    + " it went there as it was")
    void poisonedAsIs(String queue, String message);

    @LogMessage(level = ERROR)
    @Message(
            id = 8,
            value = "queue=%s message=%s could not be settled: its strategy failed with %s;"
                    + " it comes again when its visibility runs out")
    void strategyFailed(String queue, String message, String error);

    @LogMessage(level = ERROR)
    @Message(id = 9, value = "channel=%s queue=%s was stopped by the failure strategy 'fail' after %s")
    void channelStopped(String channel, String queue, String error);

    @LogMessage(level = INFO)
    @Message(id = 10, value = "channel=%s queue=%s drains: %d messages are being handled, for at most %s")
    void draining(String channel, String queue, int inFlight, Duration timeout);

    @LogMessage(level = WARN)
    @Message(id = 11, value = "channel=%s queue=%s gives back %d messages that were not finished")
    void givingBack(String channel, String queue, int unfinished);

    @LogMessage(level = ERROR)
    @Message(id = 12, value = "queue=%s was polled with an unexpected %s; polling goes on")
    void pollFailed(String queue, String error);

    @LogMessage(level = ERROR)
    @Message(id = 13, value = "channel=%s could not send to queue=%s: %s")
    void notSent(String channel, String queue, String why);

    @LogMessage(level = DEBUG)
    @Message(id = 14, value = "queue=%s message=%s waits until %s")
    void waiting(String queue, String message, Instant until);

    @LogMessage(level = DEBUG)
    @Message(id = 15, value = "queue=%s message=%s could not be renewed and is tried again: %s")
    void notRenewed(String queue, String message, String why);

    @LogMessage(level = DEBUG)
    @Message(id = 16, value = "queue=%s could not be measured: %s")
    void notMeasured(String queue, String why);

    @LogMessage(level = DEBUG)
    @Message(id = 17, value = "queue=%s message=%s was sent")
    void sent(String queue, String message);
}
