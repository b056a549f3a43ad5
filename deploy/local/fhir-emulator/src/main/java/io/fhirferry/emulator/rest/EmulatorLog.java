package io.fhirferry.emulator.rest;

import java.lang.invoke.MethodHandles;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** What the emulator logs; never content or ids of resources. */
@MessageLogger(projectCode = "FERRY-EMULATOR-", length = 4)
public interface EmulatorLog {

    /** The catalogue. */
    EmulatorLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), EmulatorLog.class, "io.fhirferry.emulator");

    /** A request ended in a bug of the emulator. */
    @LogMessage(level = Logger.Level.ERROR)
    @Message(id = 1, value = "A request failed for a reason that the emulator did not expect; it was answered with 500")
    void requestFailed(@Cause Throwable cause);
}
