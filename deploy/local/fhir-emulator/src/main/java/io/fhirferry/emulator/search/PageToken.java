package io.fhirferry.emulator.search;

import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.store.Position;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The opaque token of {@code next} links: the last version that the page before has shown. */
public final class PageToken {

    private PageToken() {}

    /** The token to go on after a position. */
    public static String of(Position position) {
        String text = position.millis() + "|" + position.type() + "|" + position.id() + "|" + position.number();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The position in a token; empty for an empty text. */
    public static Optional<Position> parse(String token) {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("\\|");
            return Optional.of(new Position(Long.parseLong(parts[0]), parts[1], parts[2], Integer.parseInt(parts[3])));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw FhirFailure.badRequest("The continuation token is not one that this server gave.");
        }
    }
}
