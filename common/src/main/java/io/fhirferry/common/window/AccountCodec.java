package io.fhirferry.common.window;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.TreeMap;

/**
 * An account as compact text for a table property: {@code {"Patient":[exported,copied,…],…}} in the order of the
 * components of {@link TypeAccount}. 150 types with large figures stay under the 32,768 characters of a property.
 */
final class AccountCodec {

    private static final JsonFactory JSON = new JsonFactory();

    private AccountCodec() {}

    static String write(Account account) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (var entry : account.types().entrySet()) {
                json.writeFieldName(entry.getKey());
                json.writeArray(figures(entry.getValue()), 0, FIGURES);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static Account read(String text) {
        if (text.isEmpty()) {
            return Account.EMPTY;
        }
        TreeMap<String, TypeAccount> types = new TreeMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String type = json.currentName();
                json.nextToken();
                long[] figures = new long[FIGURES];
                int i = 0;
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    // A later release may have added figures; this one reads those it knows.
                    if (i < FIGURES) {
                        figures[i++] = json.getLongValue();
                    }
                }
                types.put(type, account(figures));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("An account in the table is unreadable", e);
        }
        return new Account(types);
    }

    private static final int FIGURES = 11;

    private static long[] figures(TypeAccount a) {
        return new long[] {
            a.exported(),
            a.copied(),
            a.imported(),
            a.duplicate(),
            a.rejected(),
            a.deferred(),
            a.elsewhere(),
            a.verified(),
            a.missing(),
            a.different(),
            a.extra()
        };
    }

    private static TypeAccount account(long[] f) {
        return new TypeAccount(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9], f[10]);
    }
}
