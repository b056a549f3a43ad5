package io.fhirferry.emulator.store;

/** Which versions are meant. */
@FunctionalInterface
public interface Choice {

    /** What exists now: current and not deleted. */
    Choice LIVE = (version, chain) -> chain.isCurrent(version) && !version.deleted();

    /** The newest version of everything, also of what is deleted. */
    Choice CURRENT = (version, chain) -> chain.isCurrent(version);

    /** Every version. */
    Choice EVERY = (version, chain) -> true;

    /** Every version that is no deletion. */
    Choice EVERY_LIVE = (version, chain) -> !version.deleted();

    /**
     * Decides about one version.
     *
     * @param version the version
     * @param chain all versions of its resource
     */
    boolean takes(Version version, Chain chain);
}
