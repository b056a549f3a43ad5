package io.fhirferry.emulator.search;

import io.fhirferry.emulator.json.JsonOut;
import java.io.IOException;

/**
 * The links of a page.
 *
 * @param base root of the server, without a slash at its end
 * @param path what was asked, beginning with a slash
 * @param params with these parameters
 */
public record BundleLink(String base, String path, QueryParams params) {

    /** Writes {@code link}: always self, and next when there is a token for it. */
    public void write(JsonOut out, String nextToken) throws IOException {
        String query = params.without("ct");
        String self = base + path + (query.isEmpty() ? "" : "?" + query);
        out.raw(",\"link\":[");
        if (!nextToken.isEmpty()) {
            out.raw("{\"relation\":\"next\",\"url\":")
                    .string(self + (query.isEmpty() ? "?" : "&") + "ct=" + nextToken)
                    .raw("},");
        }
        out.raw("{\"relation\":\"self\",\"url\":").string(self).raw("}]");
    }
}
