package io.fhirferry.common.staging;

import com.azure.core.http.HttpPipeline;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.UserDelegationKey;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.policy.StorageSharedKeyCredentialPolicy;
import com.azure.storage.common.sas.SasProtocol;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * URLs of blobs that let whoever holds them read this one blob for a while, for servers that fetch files without a
 * credential of their own (shared access signatures of Azure Storage: by the account's key, or else by the identity that
 * the account is reached with).
 *
 * @param account where the blobs lie
 * @param clock what a signature's begin is measured by
 */
public record Capabilities(StorageAccount account, Clock clock) {

    /** Nothing holds for longer: it is the limit of signatures by an identity. */
    private static final int MOST_DAYS = 7;

    /** Clocks differ. */
    private static final int MINUTES_BEFORE = 15;

    /**
     * A URL that reads a blob. It is a credential: not for logs, rows or messages.
     *
     * @param blob of the account, without a query
     * @param until when it stops working, at most seven days from now
     * @throws IllegalArgumentException when the blob is not one of the account
     */
    public URI read(URI blob, Instant until) {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        OffsetDateTime asked = OffsetDateTime.ofInstant(until, ZoneOffset.UTC);
        OffsetDateTime latest = now.plusDays(MOST_DAYS).minusMinutes(1);
        OffsetDateTime end = asked.isAfter(latest) ? latest : asked;
        BlobClient client = account.blob(blob);
        boolean secure = "https".equalsIgnoreCase(blob.getScheme());
        BlobServiceSasSignatureValues values = new BlobServiceSasSignatureValues(
                        end, new BlobSasPermission().setReadPermission(true))
                .setStartTime(now.minusMinutes(MINUTES_BEFORE))
                .setProtocol(secure ? SasProtocol.HTTPS_ONLY : SasProtocol.HTTPS_HTTP);
        return URI.create(blob + "?" + (hasKey() ? client.generateSas(values) : delegated(client, values, now, end)));
    }

    private String delegated(
            BlobClient client, BlobServiceSasSignatureValues values, OffsetDateTime now, OffsetDateTime end) {
        UserDelegationKey key = account.blobs().getUserDelegationKey(now.minusMinutes(MINUTES_BEFORE), end);
        return client.generateUserDelegationSas(values, key);
    }

    private boolean hasKey() {
        HttpPipeline pipeline = account.blobs().getHttpPipeline();
        for (int i = 0; i < pipeline.getPolicyCount(); i++) {
            if (pipeline.getPolicy(i) instanceof StorageSharedKeyCredentialPolicy) {
                return true;
            }
        }
        return false;
    }
}
