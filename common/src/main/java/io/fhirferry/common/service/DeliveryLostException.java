package io.fhirferry.common.service;

/** The message's visibility was lost during long work: another replica may have it, so this one stops. */
final class DeliveryLostException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    DeliveryLostException(String queue) {
        super("A message of queue " + queue + " could not be kept hidden any longer; another replica carries on");
    }
}
