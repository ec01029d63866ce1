package benchmarks.stub;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A throw-away certificate authority, and the key of the server on localhost that it vouches for.
 *
 * <p>Clients are given the authorities of the JDK and this one beside them, since reading some hundred of them is a part of what a first
 * call costs.
 */
public final class Certificates {

    static final String PASSWORD = "changeit";

    private final KeyStore serverKeys;
    private final Path trustStore;
    private final Path pem;

    private Certificates(KeyStore serverKeys, Path trustStore, Path pem) {
        this.serverKeys = serverKeys;
        this.trustStore = trustStore;
        this.pem = pem;
    }

    /** Makes the keys by the JDK's keytool, in this folder. */
    public static Certificates into(Path folder) throws IOException, InterruptedException {
        Path keys = folder.resolve("keys.p12");
        Files.deleteIfExists(keys);
        keytool(keys, "authority", "-dname", "CN=Benchmarks", "-ext", "bc:c=ca:true");
        keytool(keys, "server", "-dname", "CN=localhost", "-signer", "authority", "-ext", "san=dns:localhost");
        try {
            KeyStore made = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
            Certificate authority = made.getCertificate("authority");
            KeyStore server = KeyStore.getInstance("PKCS12");
            server.load(null, null);
            server.setKeyEntry(
                    "server",
                    made.getKey("server", PASSWORD.toCharArray()),
                    PASSWORD.toCharArray(),
                    made.getCertificateChain("server"));
            Path pem = folder.resolve("authority.pem");
            Files.writeString(pem, pem(authority));
            return new Certificates(server, trustStore(folder.resolve("trust"), authority), pem);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the server proves itself with. */
    KeyStore serverKeys() {
        return serverKeys;
    }

    /** The value of {@code javax.net.ssl.trustStore}. */
    public Path trustStore() {
        return trustStore;
    }

    /** The authority's certificate alone, for clients that are not in Java. */
    public Path pem() {
        return pem;
    }

    /** A copy of the JDK's own, in the same format, with one more. */
    private static Path trustStore(Path copy, Certificate authority) throws IOException, GeneralSecurityException {
        Path original = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        KeyStore trusted = KeyStore.getInstance(original.toFile(), PASSWORD.toCharArray());
        trusted.setCertificateEntry("benchmarks", authority);
        boolean needsPassword = !trusted.getType().equalsIgnoreCase("pkcs12");
        try (OutputStream out = Files.newOutputStream(copy)) {
            // without a password a PKCS12 file is stored as the JDK's own is: not encrypted
            trusted.store(out, needsPassword ? PASSWORD.toCharArray() : null);
        }
        return copy;
    }

    private static void keytool(Path keys, String alias, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                keys.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "2"));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool made no key: " + output);
        }
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
    }
}
