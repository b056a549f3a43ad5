package io.fhirferry.common.service.access;

import static org.jboss.logging.Logger.Level.WARN;

import java.lang.invoke.MethodHandles;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** What is said about who gets in. */
@MessageLogger(projectCode = "FERRY-ACCESS-", length = 4)
interface AccessLog extends BasicLogger {

    AccessLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), AccessLog.class, "io.fhirferry.access");

    @LogMessage(level = WARN)
    @Message(
            id = 1,
            value = "Nothing but the health of this service answers (401): set ferry.api.token-file"
                    + " (FERRY_API_TOKEN_FILE) to a file with a token, or ferry.api.oidc-issuer"
                    + " (FERRY_API_OIDC_ISSUER) to an issuer of tokens")
    void closed();

    @LogMessage(level = WARN)
    @Message(
            id = 2,
            value = "A request was refused (401) because the file of ferry.api.token-file (FERRY_API_TOKEN_FILE) cannot"
                    + " be read (%s): mount it where the key says; it is read again at the next request")
    void unreadable(String reason);
}
