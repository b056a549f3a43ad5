package io.fhirferry.emulator.store;

import io.fhirferry.emulator.outcome.FhirFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The resource types of FHIR R4, and what an id looks like. */
public final class ResourceTypes {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");
    private static final Set<String> ALL = read();

    private ResourceTypes() {}

    /** All of them, in alphabetical order. */
    public static List<String> all() {
        return ALL.stream().sorted().toList();
    }

    /** Whether FHIR R4 has such a type. */
    public static boolean known(String type) {
        return ALL.contains(type);
    }

    /** Refuses a type that FHIR R4 does not have, with 404. */
    public static void require(String type) {
        if (!known(type)) {
            throw FhirFailure.of(404, "Resource type '" + type + "' is not supported.");
        }
    }

    /** Whether a text is a logical id (FHIR R4 2.24.0.1). */
    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    private static Set<String> read() {
        try (InputStream list = ResourceTypes.class.getResourceAsStream("/resource-types-r4.txt")) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("The list of resource types is missing from the emulator", e);
        }
    }
}
