package io.fhirferry.common.ndjson;

import java.util.HashMap;
import java.util.Map;

/** Characters as XML and XHTML escape them (XML 1.0, section 4.1; XHTML 1.0, appendix A.2). */
final class XmlCharacters {

    private static final int LONGEST_REFERENCE = 12;

    /** The names of U+00A0 to U+00FF, in this order. */
    private static final String LATIN =
            "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr"
                    + " deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest"
                    + " Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml"
                    + " ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig"
                    + " agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml"
                    + " eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

    private static final Map<String, Integer> NAMES = names();

    private XmlCharacters() {}

    /** What XML takes as white space. */
    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /**
     * Appends text with its references resolved and only markup escaped. A reference that is not known stays.
     *
     * @param attribute whether the text is the value of an attribute, in which XML reads each white space as a space
     */
    static void copy(String text, StringBuilder to, boolean attribute) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '&') {
                int end = text.indexOf(';', at);
                int point = end < 0 || end - at > LONGEST_REFERENCE ? -1 : resolve(text.substring(at + 1, end));
                if (point >= 0) {
                    append(point, to);
                    at = end + 1;
                    continue;
                }
                to.append(c);
            } else {
                append(attribute && isSpace(c) ? ' ' : c, to);
            }
            at++;
        }
    }

    /** The character that a reference stands for, or -1. */
    private static int resolve(String reference) {
        if (!reference.startsWith("#")) {
            return NAMES.getOrDefault(reference, -1);
        }
        try {
            boolean hexadecimal = reference.startsWith("#x");
            int point = Integer.parseInt(reference.substring(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
            return Character.isValidCodePoint(point) ? point : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static void append(int point, StringBuilder to) {
        switch (point) {
            case '<' -> to.append("&lt;");
            case '>' -> to.append("&gt;");
            case '&' -> to.append("&amp;");
            case '"' -> to.append("&quot;");
            default -> to.appendCodePoint(point);
        }
    }

    private static Map<String, Integer> names() {
        Map<String, Integer> names =
                new HashMap<>(Map.of("lt", 0x3C, "gt", 0x3E, "amp", 0x26, "quot", 0x22, "apos", 0x27));
        int point = 0xA0;
        for (String name : LATIN.split(" ")) {
            names.put(name, point++);
        }
        names.putAll(Map.of(
                "ndash", 0x2013, "mdash", 0x2014, "lsquo", 0x2018, "rsquo", 0x2019, "ldquo", 0x201C, "rdquo", 0x201D,
                "bull", 0x2022, "hellip", 0x2026, "euro", 0x20AC, "trade", 0x2122));
        names.putAll(Map.of(
                "larr", 0x2190, "uarr", 0x2191, "rarr", 0x2192, "darr", 0x2193, "ne", 0x2260, "le", 0x2264, "ge",
                0x2265, "ensp", 0x2002, "emsp", 0x2003, "thinsp", 0x2009));
        return Map.copyOf(names);
    }
}
