package io.fhirferry.common.staging;

import java.util.Arrays;

/**
 * Why a line was refused, as its entry in the quarantine names it, with what helps. Names are written to blobs: they are
 * only ever added.
 */
public enum RejectionClass {
    /** The same version, or the same instant, is at the destination or in the same import with another content. */
    DUPLICATE("The destination has this version, or another one of the same instant, with other content: compare both,"
            + " then correct the line or accept the finding."),
    /** Version and date contradict what the destination has, or each other. */
    VERSION_CONFLICT("Versions must rise with their dates. Where both are in this window, set"
            + " ferry.import.same-instants to nudge and drive it again from import; where they are in two, drive the lines"
            + " again when a version beyond both has come, else correct meta.lastUpdated in the line."),
    /** The id is missing or no FHIR id. */
    INVALID_ID("An id has 1 to 64 letters, digits, hyphens and dots: correct it in the line, and in every reference to"
            + " the resource."),
    /** {@code meta.lastUpdated} is later than the destination's clock. */
    FUTURE_LAST_UPDATED("The date lies ahead of the destination's clock: wait until it has passed, or correct"
            + " meta.lastUpdated in the line."),
    /** The line is of another type than its file. */
    WRONG_TYPE("The line is of another type than its file: correct resourceType."),
    /** {@code $import} takes no SearchParameter. */
    SEARCH_PARAMETER(
            "A SearchParameter lies in the file of another type: correct resourceType, or accept the finding and"
                    + " put the resource by hand."),
    /** The line holds a conditional reference. */
    CONDITIONAL_REFERENCE("The line refers to a resource by a search: put a literal reference in its place."),
    /** The line is no resource. */
    UNPARSABLE("The line cannot be read as a resource: correct it in the staged file."),
    /** The destination asked to go slower. */
    THROTTLED("The destination was too busy: drive the lines again when it has capacity.", true),
    /** The destination did not get done in time. */
    TIMED_OUT("The destination was too slow: drive the lines again when it has capacity.", true),
    /** Something failed inside the destination. */
    SERVER_FAULT(
            "Something failed inside the destination: drive the lines again, and show its words to its operator when"
                    + " they are refused again.",
            true),
    /** The destination refused the line by an answer of its own. */
    REFUSED("The destination refused the resource by itself: its words say why; correct the line or the destination."),
    /** The destination misses what the line refers to, and it did not come with any later window either. */
    MISSING_REFERENCE(
            "The destination refuses references to what it does not have: bring what is referred to, then drive"
                    + " the lines again; or let the destination accept such references."),
    /** The resource is larger than the destination takes. */
    TOO_LARGE("The resource is larger than the destination takes in one request: raise its limit, then drive the lines"
            + " again."),
    /** The destination names a line that the file does not have. */
    NO_SUCH_LINE("The destination names a line that the file does not have: drive the window again from import."),
    /** Something that this release has no name for. */
    OTHER("The destination's own words say why: correct the line or the destination, then drive the lines again.");

    private final String remedy;
    private final boolean passing;

    RejectionClass(String remedy) {
        this(remedy, false);
    }

    RejectionClass(String remedy, boolean passing) {
        this.remedy = remedy;
        this.passing = passing;
    }

    /** The class of this name; {@link #OTHER} for one that this release does not know. */
    public static RejectionClass of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(OTHER);
    }

    /** What helps, in a sentence or two without anything from a resource. */
    public String remedy() {
        return remedy;
    }

    /** Whether the same line may be taken later without any change. */
    public boolean passing() {
        return passing;
    }
}
