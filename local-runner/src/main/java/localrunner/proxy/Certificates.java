package localrunner.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Makes the certificate of each host of AWS that a function asks for, under an authority of this run. Its key is in
 * memory only, and nobody but the run's functions trusts it. Thread-safe.
 */
public final class Certificates {

    private static final Duration LIFETIME = Duration.ofDays(30);
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final X500Principal AUTHORITY = new X500Principal("CN=local runner of this run");

    /** For a client that does not say which host it wants. */
    private static final String ANY_HOST = "amazonaws.com";

    private final SecureRandom random = new SecureRandom();
    private final Instant now;
    private final KeyPair authorityKeys;
    private final X509Certificate authority;
    private final KeyPair hostKeys;
    private final Map<String, X509Certificate> byHost = new ConcurrentHashMap<>();

    public Certificates(Instant now) {
        this.now = now;
        try {
            authorityKeys = newKeys();
            hostKeys = newKeys();
            JcaX509v3CertificateBuilder builder = builder(AUTHORITY, authorityKeys);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            authority = signed(builder);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("This JDK can't make a certificate", e);
        }
    }

    /**
     * Writes a copy of the trust store of this JVM with the authority in it, in the format JKS, which a JVM reads
     * without deciphering.
     */
    public void writeTrustStore(Path file) {
        try {
            KeyStore trusted = KeyStore.getInstance(trustStoreOfThisJvm().toFile(), (char[]) null);
            KeyStore copy = KeyStore.getInstance("JKS");
            copy.load(null, null);
            for (String alias : Collections.list(trusted.aliases())) {
                if (trusted.isCertificateEntry(alias)) {
                    copy.setCertificateEntry(alias, trusted.getCertificate(alias));
                }
            }
            copy.setCertificateEntry("local-runner", authority);
            try (OutputStream out = Files.newOutputStream(file)) {
                copy.store(out, "changeit".toCharArray());
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The JDK's trust store could not be copied to " + file, e);
        }
    }

    private static Path trustStoreOfThisJvm() {
        String given = System.getProperty("javax.net.ssl.trustStore", "");
        return given.isEmpty()
                ? Path.of(System.getProperty("java.home"), "lib", "security", "cacerts")
                : Path.of(given);
    }

    /** For a server that shows each client the certificate of the host that it names. */
    public SSLContext serverContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new ByServerName()}, null, random);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has TLS", e);
        }
    }

    private X509Certificate of(String host) {
        return byHost.computeIfAbsent(host, this::make);
    }

    private X509Certificate make(String host) {
        try {
            JcaX509v3CertificateBuilder builder = builder(new X500Principal("CN=local-runner"), hostKeys);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
            return signed(builder);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("No certificate could be made for " + host, e);
        }
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private JcaX509v3CertificateBuilder builder(X500Principal subject, KeyPair keys) {
        return new JcaX509v3CertificateBuilder(
                AUTHORITY,
                new BigInteger(127, random),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(LIFETIME)),
                subject,
                keys.getPublic());
    }

    private X509Certificate signed(JcaX509v3CertificateBuilder builder)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder(SIGNATURE).build(authorityKeys.getPrivate())));
    }

    /** Takes the host's name as the alias of its certificate. */
    private final class ByServerName extends X509ExtendedKeyManager {

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
            return keyType.equals("EC") ? hostOf(engine.getHandshakeSession()) : null;
        }

        private static String hostOf(SSLSession session) {
            if (session instanceof ExtendedSSLSession extended) {
                for (SNIServerName name : extended.getRequestedServerNames()) {
                    if (name instanceof SNIHostName host) {
                        return host.getAsciiName().toLowerCase(Locale.ROOT);
                    }
                }
            }
            return ANY_HOST;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {of(alias), authority};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return hostKeys.getPrivate();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ANY_HOST};
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[0];
        }

        @Override
        public @Nullable String chooseClientAlias(
                String @Nullable [] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ANY_HOST;
        }
    }
}
