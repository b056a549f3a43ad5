package io.fhirferry.common.service;

import static org.jboss.logging.Logger.Level.WARN;

import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** What services say beyond their stage. */
@MessageLogger(projectCode = "FERRY-SERVICE-", length = 4)
interface ServiceLog extends BasicLogger {

    ServiceLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), ServiceLog.class, "io.fhirferry.service");

    @LogMessage(level = WARN)
    @Message(id = 1, value = "queue=%s: a message that names no window went to poison (%s)")
    void unreadable(String queue, String reason);
}
