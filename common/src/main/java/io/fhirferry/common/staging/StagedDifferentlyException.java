package io.fhirferry.common.staging;

/** This attempt's staged file is there already with other bytes: what it was made of changed between two readings. */
public final class StagedDifferentlyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StagedDifferentlyException(String type) {
        super("a staged " + type
                + " file of this attempt was written before with other bytes: what it was made of changed");
    }
}
