package io.fhirferry.common.window;

import com.azure.data.tables.models.TableEntity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What Azure Table storage takes: 100 operations and 4 MiB a transaction, 1 MiB and 252 properties an entity, 32,768
 * characters a text, and keys without a few characters. Checked here, because an emulator takes more than Azure does,
 * and because Azure's own refusal does not say which property was meant.
 */
public final class TableLimits {

    static final int OPERATIONS = 100;
    static final int TRANSACTION_BYTES = 4 * 1024 * 1024;
    static final int ENTITY_BYTES = 1024 * 1024;
    static final int PROPERTIES = 252;
    static final int TEXT = 32_768;

    /** What a transaction says about each of its entities beside the properties, generously. */
    private static final int ENVELOPE_BYTES = 1024;

    private static final Pattern MIGRATION = Pattern.compile("[A-Za-z0-9-]{1,100}");

    private TableLimits() {}

    /**
     * Checks the id of a migration, which begins every partition key and stands in queries.
     *
     * @return the same id
     * @throws IllegalArgumentException when it is not made of 1 to 100 letters, digits and hyphens
     */
    public static String requireMigration(String migration) {
        if (!MIGRATION.matcher(migration).matches()) {
            throw new IllegalArgumentException("'" + migration
                    + "' cannot name a migration in tables: 1 to 100 letters, digits and hyphens can"
                    + " (ferry.migration.id)");
        }
        return migration;
    }

    /**
     * Checks an entity before it is sent.
     *
     * @return the same entity
     * @throws IllegalArgumentException when Azure would refuse it; the message names the property, never its value
     */
    public static TableEntity check(TableEntity entity) {
        Map<String, Object> properties = entity.getProperties();
        if (properties.size() > PROPERTIES) {
            throw refused(entity, "has " + properties.size() + " properties (limit " + PROPERTIES + ")");
        }
        properties.forEach((name, value) -> {
            if (value instanceof String text && text.length() > TEXT) {
                throw refused(entity, "has " + text.length() + " characters in '" + name + "' (limit " + TEXT + ")");
            }
        });
        // Azure counts two bytes a character.
        long size = properties.entrySet().stream()
                .mapToLong(property -> 2L * property.getKey().length()
                        + (property.getValue() instanceof String text ? 2L * text.length() : 16L))
                .sum();
        if (size > ENTITY_BYTES) {
            throw refused(entity, "has " + size + " bytes (limit " + ENTITY_BYTES + ")");
        }
        return entity;
    }

    /**
     * Checks the entities of one transaction.
     *
     * @throws IllegalArgumentException when Azure would refuse one of them, or all together
     */
    static void check(List<TableEntity> entities) {
        if (entities.size() > OPERATIONS) {
            throw new IllegalArgumentException(
                    entities.size() + " operations do not fit into a transaction (limit " + OPERATIONS + ")");
        }
        long size = 0;
        for (TableEntity entity : entities) {
            size += ENVELOPE_BYTES + bytesAsSent(check(entity));
        }
        if (size > TRANSACTION_BYTES) {
            throw new IllegalArgumentException("A transaction of " + entities.size() + " operations has about " + size
                    + " bytes (limit " + TRANSACTION_BYTES + ")");
        }
    }

    private static long bytesAsSent(TableEntity entity) {
        return entity.getProperties().entrySet().stream()
                .mapToLong(property -> property.getKey().length()
                        + 32L
                        + String.valueOf(property.getValue()).getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    private static IllegalArgumentException refused(TableEntity entity, String what) {
        return new IllegalArgumentException("Row " + entity.getRowKey() + " " + what
                + ", which Azure Table storage does not take; nothing was written");
    }
}
