package io.fhirferry.copier;

import io.fhirferry.common.fhir.FhirException;
import io.fhirferry.common.fhir.FhirHttp;
import java.net.URI;

/**
 * Opens files that the source serves itself, with its credential, and files behind capability URLs elsewhere, without
 * any (Bulk Data Access, "Bulk Data Output File Request").
 */
final class FhirFiles implements HttpFiles {

    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    private final FhirHttp source;

    /** Files of an export of this server. */
    FhirFiles(FhirHttp source) {
        this.source = source;
    }

    @Override
    public Opened open(URI url) {
        boolean home = source.isHome(url);
        try {
            return new Opened.Stream(source.download(url, home));
        } catch (FhirException e) {
            if (e.retryable()) {
                throw e;
            }
            return home ? atHome(e) : elsewhere(e);
        }
    }

    private static Opened atHome(FhirException e) {
        return isGone(e) ? new Opened.Gone(e.getMessage()) : new Opened.Refused(e.getMessage());
    }

    /** A capability URL that has expired is answered with any of these. */
    private static Opened elsewhere(FhirException e) {
        String reason =
                e.getMessage() + " No credential was sent, because the file lies outside of the source's origin;"
                        + " when it lies in a storage account of yours, set ferry.export-storage";
        boolean expired = isGone(e) || e.status() == 401 || e.status() == 403;
        return expired ? new Opened.Gone(reason) : new Opened.Refused(reason);
    }

    private static boolean isGone(FhirException e) {
        return e.status() == NOT_FOUND || e.status() == GONE;
    }
}
