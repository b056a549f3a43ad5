package io.fhirferry.common.config;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells which URLs stay on this machine, by their text alone: no name is looked up. */
final class Loopback {

    private static final Pattern HOST = Pattern.compile("localhost|.+\\.localhost|127(\\.\\d{1,3}){3}|\\[(0*:)*:?0*1]");

    private Loopback() {}

    /** Whether what is sent to this URL can be read on the way: plain http to another machine. */
    static boolean clearText(URI url) {
        return "http".equalsIgnoreCase(url.getScheme())
                && !HOST.matcher(url.getHost().toLowerCase(Locale.ROOT)).matches();
    }
}
