package io.fhirferry.common.ndjson;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Brings the XHTML of a narrative (FHIR R4, 2.4 "Narrative") into a form in which two that an XML reader cannot tell apart
 * are equal: characters unescaped but for markup, attributes sorted and in double quotes, empty elements as a pair of
 * tags, no XHTML namespace, nothing before the first tag. Comments and CDATA sections stay as they are.
 *
 * <p>This is no validator: what does not read as markup is given back as it came, and then is equal to itself only.
 */
final class Narrative {

    private static final String XHTML = "http://www.w3.org/1999/xhtml";

    private final String text;
    private final StringBuilder canonical;
    private int at;

    private Narrative(String text) {
        this.text = text;
        this.canonical = new StringBuilder(text.length() + 16);
    }

    /** The canonical form of a narrative, or the narrative itself when it is not well-formed. */
    static String canonical(String div) {
        try {
            return new Narrative(div).read();
        } catch (MalformedException e) {
            return div;
        }
    }

    private String read() throws MalformedException {
        skipProlog();
        while (at < text.length()) {
            if (text.charAt(at) != '<') {
                int end = indexOrEnd('<');
                XmlCharacters.copy(text.substring(at, end), canonical, false);
                at = end;
            } else if (!copied("<!--", "-->") && !copied("<![CDATA[", "]]>") && !copied("<?", "?>")) {
                tag();
            }
        }
        return canonical.toString();
    }

    private void skipProlog() throws MalformedException {
        skipSpace();
        if (text.startsWith("<?xml", at)) {
            at = after("?>");
            skipSpace();
        }
    }

    private boolean copied(String opening, String closing) throws MalformedException {
        if (!text.startsWith(opening, at)) {
            return false;
        }
        int end = after(closing);
        canonical.append(text, at, end);
        at = end;
        return true;
    }

    private void tag() throws MalformedException {
        at++;
        if (at < text.length() && text.charAt(at) == '/') {
            at++;
            String name = name();
            skipSpace();
            expect('>');
            canonical.append("</").append(name).append('>');
            return;
        }
        String name = name();
        canonical.append('<').append(name);
        attributes().forEach((key, value) -> {
            canonical.append(' ').append(key).append("=\"");
            XmlCharacters.copy(value, canonical, true);
            canonical.append('"');
        });
        canonical.append('>');
        if (at < text.length() && text.charAt(at) == '/') {
            at++;
            canonical.append("</").append(name).append('>');
        }
        expect('>');
    }

    private SortedMap<String, String> attributes() throws MalformedException {
        SortedMap<String, String> attributes = new TreeMap<>();
        skipSpace();
        while (at < text.length() && text.charAt(at) != '>' && text.charAt(at) != '/') {
            String name = name();
            skipSpace();
            expect('=');
            skipSpace();
            String value = quoted();
            if (!(name.equals("xmlns") && value.equals(XHTML)) && attributes.put(name, value) != null) {
                throw new MalformedException();
            }
            skipSpace();
        }
        return attributes;
    }

    private String quoted() throws MalformedException {
        char quote = at < text.length() ? text.charAt(at) : ' ';
        int end = quote == '"' || quote == '\'' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            throw new MalformedException();
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private String name() throws MalformedException {
        int begin = at;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        if (at == begin) {
            throw new MalformedException();
        }
        return text.substring(begin, at);
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == ':' || c == '-' || c == '_' || c == '.';
    }

    private void skipSpace() {
        while (at < text.length() && XmlCharacters.isSpace(text.charAt(at))) {
            at++;
        }
    }

    private void expect(char c) throws MalformedException {
        if (at == text.length() || text.charAt(at) != c) {
            throw new MalformedException();
        }
        at++;
    }

    private int after(String closing) throws MalformedException {
        int end = text.indexOf(closing, at);
        if (end < 0) {
            throw new MalformedException();
        }
        return end + closing.length();
    }

    private int indexOrEnd(char c) {
        int index = text.indexOf(c, at);
        return index < 0 ? text.length() : index;
    }

    /** The narrative does not read as markup; nothing is said of its content. */
    private static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedException() {
            super("The narrative is not well-formed", null, false, false);
        }
    }
}
