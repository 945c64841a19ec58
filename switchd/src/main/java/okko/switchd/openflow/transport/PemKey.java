package okko.switchd.openflow.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private keys in PEM: of PKCS #8 ({@code BEGIN PRIVATE KEY}), and RSA's own older form ({@code BEGIN RSA PRIVATE
 * KEY}), which is the same key without the name of its algorithm.
 */
final class PemKey {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (RSA )?PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /** Version 0 and the algorithm rsaEncryption (RFC 5958 and RFC 8017), in DER. */
    private static final byte[] RSA_PREAMBLE = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int LONG_LENGTH = 0x80;

    private PemKey() {}

    /**
     * Reads a key.
     *
     * @param file in PEM; what else is in it does not matter
     * @return the first key in it
     * @throws IOException if it cannot be read, or there is none; one line with its name
     */
    static PrivateKey read(Path file) throws IOException {
        Matcher block = BLOCK.matcher(new String(TlsFiles.bytes(file), StandardCharsets.US_ASCII));
        if (!block.find()) {
            throw new IOException(file + ": no private key in PEM; expected BEGIN PRIVATE KEY or BEGIN RSA PRIVATE "
                    + "KEY, not encrypted");
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": the private key is no Base64: " + e.getMessage(), e);
        }
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(block.group(1) == null ? der : withAlgorithm(der));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException _) {
                // of another algorithm
            }
        }
        throw new IOException(file + ": the private key is none of " + String.join(", ", ALGORITHMS));
    }

    private static byte[] withAlgorithm(byte[] rsaKey) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(RSA_PREAMBLE);
        body.writeBytes(tagged(OCTET_STRING, rsaKey));
        return tagged(SEQUENCE, body.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < LONG_LENGTH) {
            out.write(content.length);
        } else {
            out.write(LONG_LENGTH | 2);
            out.write(content.length >>> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
