package okko.bpf.elf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The committed object files, and ways to spoil them. */
final class Objects {

    /** Objects of clang 14, for each cpu up to v3. */
    private static final List<String> PLAIN = List.of("first-byte", "counters", "functions", "strings", "refused");

    /** Objects of each compiler, for each cpu that it knows. */
    private static final List<String> OF_ALL_COMPILERS = List.of("oko-all", "xdp-stats");

    private static final List<String> OF_SOME_COMPILERS = List.of("legacy-maps", "types", "core", "stock");

    private Objects() {}

    /** Compiler and cpu of the objects that there are of each, as they end the file's name. */
    static List<String> allCompilers() {
        return List.of("clang14-v1", "clang14-v2", "clang14-v3", "clang15-v1", "clang15-v2", "clang15-v3",
                "clang16-v1", "clang16-v2", "clang16-v3", "clang19-v1", "clang19-v2", "clang19-v3", "clang19-v4");
    }

    static List<String> someCompilers() {
        return List.of("clang14-v1", "clang14-v3", "clang19-v4");
    }

    /** Every object. */
    static List<byte[]> all() {
        var objects = new ArrayList<byte[]>();
        PLAIN.forEach(name -> List.of("v1", "v2", "v3").forEach(cpu -> objects.add(read(name, cpu))));
        OF_ALL_COMPILERS.forEach(name -> allCompilers().forEach(target -> objects.add(read(name, target))));
        OF_SOME_COMPILERS.forEach(name -> someCompilers().forEach(target -> objects.add(read(name, target))));
        return objects;
    }

    static byte[] read(String name, String target) {
        String file = "/elf/" + name + "-" + target + ".o";
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

    /** How many section headers there are. */
    static int sections(byte[] object) {
        return fields(object).getShort(60);
    }

    /** Where the header of a section is. */
    static int sectionHeader(byte[] object, int index) {
        return (int) fields(object).getLong(40) + 64 * index;
    }

    /** Where the contents of a section are. */
    static int contents(byte[] object, int index) {
        return (int) fields(object).getLong(sectionHeader(object, index) + 24);
    }

    /** How many bytes a section has. */
    static int length(byte[] object, int index) {
        return (int) fields(object).getLong(sectionHeader(object, index) + 32);
    }

    /** Index of the first section of a type. */
    static int sectionOfType(byte[] object, int type) {
        int index = 0;
        while (fields(object).getInt(sectionHeader(object, index) + 4) != type) {
            index++;
        }
        return index;
    }

    /** Index of a section. */
    static int section(byte[] object, String name) {
        int index = sectionIfAny(object, name);
        if (index == 0) {
            throw new AssertionError("no section " + name);
        }
        return index;
    }

    /** Index of a section, or 0 if there is none of that name. */
    static int sectionIfAny(byte[] object, String name) {
        int names = contents(object, fields(object).getShort(62));
        byte[] wanted = (name + "\0").getBytes(StandardCharsets.UTF_8);
        for (int index = 1; index < sections(object); index++) {
            int at = names + fields(object).getInt(sectionHeader(object, index));
            int end = Math.min(object.length, at + wanted.length);
            if (Arrays.equals(object, at, end, wanted, 0, wanted.length)) {
                return index;
            }
        }
        return 0;
    }
}
