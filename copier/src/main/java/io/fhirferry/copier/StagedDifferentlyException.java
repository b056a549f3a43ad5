package io.fhirferry.copier;

/** This attempt's staged file is there already with other bytes: the exported file changed between two readings. */
final class StagedDifferentlyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StagedDifferentlyException(String type) {
        super("a staged " + type
                + " file of this attempt was written before with other bytes: the exported file changed");
    }
}
