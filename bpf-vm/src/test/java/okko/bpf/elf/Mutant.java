package okko.bpf.elf;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Spoils objects: bits, bytes, words, and above all the fields that a loader trusts. */
final class Mutant {

    private static final long[] NASTY = {0, 1, 2, 7, 8, 0xff, 0x7fff, 0xffff, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL,
        Long.MAX_VALUE, Long.MIN_VALUE, -1, -8, -64};
    private static final int FILE_HEADER_BYTES = 64;
    private static final int SECTION_HEADER_BYTES = 64;

    private final byte[] object;
    private final ByteBuffer fields;
    private final Random random;
    private final List<int[]> tables;

    private Mutant(byte[] original, Random random) {
        object = original.clone();
        fields = Objects.fields(object);
        this.random = random;
        int sections = Objects.sections(original);
        tables = IntStream.range(1, sections)
                .filter(index -> !isBulk(original, index))
                .mapToObj(index -> new int[] {Objects.contents(original, index), Objects.length(original, index)})
                .filter(table -> table[1] > 0)
                .toList();
    }

    /** A copy of an object with one to four changes, and sometimes without its end. */
    static byte[] of(byte[] original, Random random) {
        var mutant = new Mutant(original, random);
        int headers = Objects.sectionHeader(original, 0);
        int headerBytes = SECTION_HEADER_BYTES * Objects.sections(original);
        for (int change = random.nextInt(4); change >= 0; change--) {
            mutant.change(switch (random.nextInt(6)) {
                case 0 -> random.nextInt(FILE_HEADER_BYTES);
                case 1 -> headers + random.nextInt(headerBytes);
                case 2 -> random.nextInt(original.length);
                default -> mutant.placeInTable();
            });
        }
        byte[] object = mutant.object;
        return random.nextInt(20) == 0 ? Arrays.copyOf(object, random.nextInt(object.length)) : object;
    }

    /** A byte of a section that the loader reads, each section being as likely as another. */
    private int placeInTable() {
        int[] table = tables.get(random.nextInt(tables.size()));
        return table[0] + random.nextInt(table[1]);
    }

    private void change(int at) {
        switch (random.nextInt(6)) {
            case 0 -> fields.put(at, (byte) random.nextInt());
            case 1, 2 -> fields.put(at, (byte) (fields.get(at) ^ 1 << random.nextInt(8)));
            case 3 -> fields.putInt(word(at, Integer.BYTES), (int) NASTY[random.nextInt(NASTY.length)]);
            // A small number more or less is another valid offset, index or size.
            case 4 -> {
                int word = word(at, Integer.BYTES);
                fields.putInt(word, fields.getInt(word) + random.nextInt(65) - 32);
            }
            default -> fields.putLong(word(at, Long.BYTES), NASTY[random.nextInt(NASTY.length)]);
        }
    }

    private int word(int at, int bytes) {
        return Math.min(at & -bytes, object.length - bytes);
    }

    /** DWARF, and sections that take no room in the file. */
    private static boolean isBulk(byte[] object, int index) {
        int header = Objects.sectionHeader(object, index);
        boolean isAllocatedOrTable = (Objects.fields(object).getLong(header + 8) & 2) != 0
                || Objects.fields(object).getInt(header + 4) != 1;
        boolean isBtf = index == Objects.sectionIfAny(object, ".BTF")
                || index == Objects.sectionIfAny(object, ".BTF.ext");
        return Objects.fields(object).getInt(header + 4) == 8 || !isAllocatedOrTable && !isBtf;
    }
}
