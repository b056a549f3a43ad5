package io.fhirferry.importer.altered;

import io.fhirferry.common.config.FerryConfig;

/**
 * What writing altered files has to know of the configuration.
 *
 * @param migration its id
 * @param blockBytes {@code ferry.copy.block-bytes}
 * @param maxLineBytes {@code ferry.copy.max-line-bytes}
 */
public record AlterationSettings(String migration, int blockBytes, int maxLineBytes) {

    /** Takes from the configuration what belongs here. */
    public static AlterationSettings of(FerryConfig config) {
        return new AlterationSettings(
                config.migration().id(),
                config.copy().blockBytes(),
                config.copy().maxLineBytes());
    }
}
