package okko.switchd.openflow.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The files that TLS needs, as ovs-ofctl(8) has them: both sides show certificates, and trust those that an authority
 * has signed.
 *
 * @param privateKey  PEM, PKCS#8 ({@code BEGIN PRIVATE KEY}), as openssl writes it
 * @param certificate PEM; of this key
 * @param authority   PEM; who has signed the other side's certificate
 */
public record TlsFiles(Path privateKey, Path certificate, Path authority) {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
    private static final char[] NO_PASSWORD = {};

    /**
     * Reads the files.
     *
     * @return what makes TLS sockets of them
     * @throws IOException if one cannot be read, or is not what it should be; the message is one line
     */
    SSLContext context() throws IOException {
        try {
            KeyStore own = KeyStore.getInstance(KeyStore.getDefaultType());
            own.load(null, NO_PASSWORD);
            own.setKeyEntry("own", key(), NO_PASSWORD, certificates(certificate));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, NO_PASSWORD);
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, NO_PASSWORD);
            int number = 0;
            for (Certificate each : certificates(authority)) {
                trusted.setCertificateEntry("authority" + number++, each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use %s with %s: %s".formatted(privateKey, certificate, e.getMessage()), e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        }
    }

    private static Certificate[] certificates(Path file) throws IOException {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(read(file)))
                    .toArray(Certificate[]::new);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": expected certificates in PEM", e);
        }
    }

    private PrivateKey key() throws IOException {
        Matcher pem = KEY.matcher(new String(read(privateKey), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new IOException(privateKey + ": expected a key between BEGIN PRIVATE KEY and END PRIVATE KEY; "
                    + "\"openssl pkcs8 -topk8 -nocrypt\" makes one of others");
        }
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException _) {
                // A key of another kind; the next one may be it.
            }
        }
        throw new IOException(privateKey + ": expected a key of RSA, EC or EdDSA");
    }
}
