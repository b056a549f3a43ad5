package io.fhirferry.verifier.compare;

import java.util.function.Consumer;

/** One of the two sides that are compared. It is read from its beginning for each pass. */
@FunctionalInterface
public interface Side {

    /**
     * Shows every resource of the selection, in any order, the same ones at each call.
     *
     * @param selection what the pass is about; anything else may be shown or left out
     * @throws SideFaultException when the side cannot be read to its end
     */
    void forEach(Selection selection, Consumer<Sighting> reader);
}
