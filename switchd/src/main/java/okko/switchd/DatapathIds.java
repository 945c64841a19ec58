package okko.switchd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Numbers by which controllers know bridges. A bridge that is not given one has the same one after each start, and not
 * the one of a bridge of the same name on another host.
 */
final class DatapathIds {

    private static final Path MACHINE_ID = Path.of("/etc/machine-id");
    private static final long ADDRESS_MASK = 0xffff_ffff_ffffL;
    private static final long GROUP_BIT = 0x0100_0000_0000L;
    private static final long LOCAL_BIT = 0x0200_0000_0000L;

    private DatapathIds() {}

    /**
     * Makes one up.
     *
     * @param bridge       its name
     * @param runDirectory of its switch
     * @return 48 bits, which could be an Ethernet address that nobody registered, as in Open vSwitch
     */
    static long derive(String bridge, Path runDirectory) {
        String text = machine() + '\0' + runDirectory.toAbsolutePath().normalize() + '\0' + bridge;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong() & ADDRESS_MASK & ~GROUP_BIT | LOCAL_BIT;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }

    private static String machine() {
        try {
            return Files.readString(MACHINE_ID).strip();
        } catch (IOException _) {
            return ""; // in a container, for instance, whose run directory may be all that is its own
        }
    }
}
