package okko.bpf.elf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The committed object files, and ways to spoil them. */
final class Objects {

    static final String[] NAMES = {"first-byte", "counters", "functions", "strings"};

    private Objects() {}

    static byte[] read(String name, String cpu) {
        String file = "/elf/" + name + "-" + cpu + ".o";
        try (InputStream in = Objects.class.getResourceAsStream(file)) {
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new AssertionError(file, failure);
        }
    }

    /** A view to change fields by. */
    static ByteBuffer fields(byte[] object) {
        return ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where the header of a section is. */
    static int sectionHeader(byte[] object, int index) {
        return (int) fields(object).getLong(40) + 64 * index;
    }

    /** Index of the first section of a type. */
    static int sectionOfType(byte[] object, int type) {
        int index = 0;
        while (fields(object).getInt(sectionHeader(object, index) + 4) != type) {
            index++;
        }
        return index;
    }
}
