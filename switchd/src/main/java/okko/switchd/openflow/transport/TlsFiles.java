package okko.switchd.openflow.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What TLS needs, in PEM files as {@code ovs-pki} and {@code openssl} make them.
 *
 * @param privateKey    own key, not encrypted
 * @param certificate   own certificate, and those between it and its authority if there are any
 * @param caCertificate of the authority that signed the other sides' certificates; several may be in the file
 */
public record TlsFiles(Path privateKey, Path certificate, Path caCertificate) {

    private static final char[] NO_PASSWORD = {};

    /**
     * Reads the files.
     *
     * @return what makes connections of either side
     * @throws IOException if one cannot be read, or is not what it should be; one line with its name
     */
    public SSLContext load() throws IOException {
        PrivateKey key = PemKey.read(privateKey);
        Collection<? extends Certificate> own = certificates(certificate);
        Collection<? extends Certificate> authorities = certificates(caCertificate);
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, NO_PASSWORD);
            keys.setKeyEntry("own", key, NO_PASSWORD, own.toArray(Certificate[]::new));
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(keys, NO_PASSWORD);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, NO_PASSWORD);
            for (Certificate each : authorities) {
                trusted.setCertificateEntry("authority-" + trusted.size(), each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(privateKey + ", " + certificate + ": " + e.getMessage(), e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException {
        byte[] bytes = bytes(file);
        try {
            Collection<? extends Certificate> all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes));
            if (!all.isEmpty()) {
                return all;
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": no certificate in PEM: " + e.getMessage(), e);
        }
        throw new IOException(file + ": no certificate in PEM");
    }

    static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (IOException e) {
            throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
