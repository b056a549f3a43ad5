package io.fhirferry.common.fhir;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.AzureAuthorityHosts;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import java.nio.file.Path;

/** As whom a service asks Entra ID for tokens. */
public sealed interface EntraIdentity {

    /** The authority of the public cloud. */
    String PUBLIC_CLOUD = AzureAuthorityHosts.AZURE_PUBLIC_CLOUD;

    /** A credential of azure-identity that gives tokens for this identity. */
    TokenCredential credential();

    /**
     * The managed identity of the host.
     *
     * @param clientId of a user-assigned one; empty for the system-assigned
     */
    record ManagedIdentity(String clientId) implements EntraIdentity {

        @Override
        public TokenCredential credential() {
            ManagedIdentityCredentialBuilder builder = new ManagedIdentityCredentialBuilder();
            return clientId.isEmpty()
                    ? builder.build()
                    : builder.clientId(clientId).build();
        }
    }

    /**
     * The service account of a Kubernetes pod, as its environment variables say.
     *
     * @param authorityHost such as {@link #PUBLIC_CLOUD}
     */
    record Workload(String authorityHost) implements EntraIdentity {

        @Override
        public TokenCredential credential() {
            return new WorkloadIdentityCredentialBuilder()
                    .authorityHost(authorityHost)
                    .build();
        }
    }

    /** An application with a secret. */
    record Secret(String authorityHost, String tenantId, String clientId, String clientSecret)
            implements EntraIdentity {

        @Override
        public TokenCredential credential() {
            return new ClientSecretCredentialBuilder()
                    .authorityHost(authorityHost)
                    .tenantId(tenantId)
                    .clientId(clientId)
                    .clientSecret(clientSecret)
                    .build();
        }

        @Override
        public String toString() {
            return "client secret of " + clientId;
        }
    }

    /**
     * An application with a certificate.
     *
     * @param pem file with the certificate and its private key, unencrypted
     */
    record Certificate(String authorityHost, String tenantId, String clientId, Path pem) implements EntraIdentity {

        @Override
        public TokenCredential credential() {
            return new ClientCertificateCredentialBuilder()
                    .authorityHost(authorityHost)
                    .tenantId(tenantId)
                    .clientId(clientId)
                    .pemCertificate(pem.toString())
                    .build();
        }
    }
}
