package io.fhirferry.emulator.bundle;

/**
 * One entry of a batch or transaction.
 *
 * @param fullUrl how other entries refer to it; may be empty
 * @param method the HTTP method; empty when it is missing
 * @param url relative to the server, without a slash at its beginning
 * @param ifMatch precondition; empty for none
 * @param ifNoneExist condition of a create; empty for none
 * @param resource the bytes as they were sent; empty when there are none
 */
record BundleEntry(String fullUrl, String method, String url, String ifMatch, String ifNoneExist, byte[] resource) {

    /** The path of the URL, without its query. */
    String path() {
        int mark = url.indexOf('?');
        return mark < 0 ? url : url.substring(0, mark);
    }

    /** The query of the URL; empty when it has none. */
    String query() {
        int mark = url.indexOf('?');
        return mark < 0 ? "" : url.substring(mark + 1);
    }

    /** The same with another resource. */
    BundleEntry with(byte[] changed) {
        return new BundleEntry(fullUrl, method, url, ifMatch, ifNoneExist, changed);
    }
}
