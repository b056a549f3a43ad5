package io.fhirferry.verifier.tile;

import io.fhirferry.common.ndjson.DigestResult;
import io.fhirferry.common.ndjson.Equivalence;
import io.fhirferry.common.ndjson.ResourceDigester;
import io.fhirferry.common.stage.Work;
import io.fhirferry.verifier.compare.ResourceKey;
import io.fhirferry.verifier.compare.Selection;
import io.fhirferry.verifier.compare.Side;
import io.fhirferry.verifier.compare.SideFaultException;
import io.fhirferry.verifier.compare.Sighting;
import io.fhirferry.verifier.server.Answer;
import io.fhirferry.verifier.server.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The right side by reading what the left side names: its versions, or the current resources where versions are not
 * kept. It knows of nothing that only the destination has; that is left to the census.
 */
final class FetchedContent implements DestinationContent {

    private static final int BATCH = 50;

    private final Resources destination;
    private final Equivalence equivalence;

    FetchedContent(Resources destination, Equivalence equivalence) {
        this.destination = destination;
        this.equivalence = equivalence;
    }

    @Override
    public Step next(Work work, StagedContent left) {
        return new Step.Ready(new Fetched(left), () -> {});
    }

    private final class Fetched implements Side {

        private final StagedContent left;

        private Fetched(StagedContent left) {
            this.left = left;
        }

        @Override
        public void forEach(Selection selection, Consumer<Sighting> reader) {
            ResourceDigester digester = new ResourceDigester(equivalence);
            List<ResourceKey> batch = new ArrayList<>(BATCH);
            left.forEach(selection, sighting -> {
                batch.add(sighting.key());
                if (batch.size() == BATCH) {
                    fetch(batch, digester, reader);
                }
            });
            fetch(batch, digester, reader);
        }

        private void fetch(List<ResourceKey> batch, ResourceDigester digester, Consumer<Sighting> reader) {
            if (batch.isEmpty()) {
                return;
            }
            List<Answer> answers =
                    equivalence.keepsVersions() ? destination.versions(batch) : destination.current(batch);
            for (int i = 0; i < batch.size(); i++) {
                show(batch.get(i), answers.get(i), digester, reader);
            }
            batch.clear();
        }

        private static void show(ResourceKey key, Answer answer, ResourceDigester digester, Consumer<Sighting> reader) {
            switch (answer) {
                case Answer.Found(byte[] resource) -> {
                    if (!(digester.digest(resource) instanceof DigestResult.Digested digested)) {
                        throw new SideFaultException(
                                "The destination answered with something that is no resource; it is read again", true);
                    }
                    reader.accept(new Sighting(key, digested.digest()));
                }
                case Answer.Gone gone ->
                    reader.accept(new Sighting(key, digester.ofDeletion(key.type(), key.id(), key.versionId())));
                case Answer.Absent absent -> {
                    // Not there: the comparison sees that it is on the left side only.
                }
            }
        }
    }
}
