package io.fhirferry.importer;

/**
 * Where the lines of one file went.
 *
 * @param type of its lines
 * @param copied lines that the file holds
 * @param loaded lines that the destination says it has loaded, or had already
 * @param duplicate refused lines that are proven to be at the destination
 * @param rejected refused lines in quarantine
 * @param reported refused lines as the destination counts them
 */
record FileAccount(String type, long copied, long loaded, long duplicate, long rejected, long reported) {

    /** What does not add up, in figures; empty when everything does. */
    String fault() {
        long refused = duplicate + rejected;
        if (reported > refused) {
            return type + ": the destination counts " + reported + " rejected lines in a file, its logs name "
                    + refused;
        }
        long known = loaded + refused;
        return known == copied
                ? ""
                : type + ": a file holds " + copied + " lines, " + loaded + " were loaded and " + refused + " rejected";
    }
}
