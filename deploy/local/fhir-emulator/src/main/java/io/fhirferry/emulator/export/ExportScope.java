package io.fhirferry.emulator.export;

import io.fhirferry.emulator.store.Version;
import java.util.stream.Stream;

/** How often a version is in an export: not at all, once, or once per compartment that it belongs to. */
@FunctionalInterface
interface ExportScope {

    /** Everything once. */
    ExportScope EVERYTHING = Stream::of;

    /** The version as often as it is to be written. */
    Stream<Version> lines(Version version);
}
