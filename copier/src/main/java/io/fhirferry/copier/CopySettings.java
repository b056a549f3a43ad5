package io.fhirferry.copier;

import io.fhirferry.common.config.FerryConfig;
import java.util.List;
import java.util.Set;

/**
 * What the copy stage has to know of the configuration.
 *
 * @param migration its id
 * @param types the resource types to move; empty for all
 * @param blockBytes {@code ferry.copy.block-bytes}
 * @param maxLineBytes {@code ferry.copy.max-line-bytes}
 */
record CopySettings(String migration, Set<String> types, int blockBytes, int maxLineBytes) {

    CopySettings {
        types = Set.copyOf(types);
    }

    static CopySettings of(FerryConfig config) {
        return new CopySettings(
                config.migration().id(),
                Set.copyOf(config.migration().types().orElse(List.of())),
                config.copy().blockBytes(),
                config.copy().maxLineBytes());
    }
}
