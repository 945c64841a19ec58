package okko.bpf.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes objects that no compiler would. Section 1 holds names of sections, 2 those of symbols, 3 the symbols. */
final class ObjectBuilder {

    static final int PROGBITS = 1;
    static final int NOBITS = 8;
    static final int ALLOC = 2;
    static final int WRITE_ALLOC = 3;
    static final int CODE = 6;
    static final int GLOBAL_FUNCTION = 0x12;
    static final int GLOBAL_OBJECT = 0x11;

    private static final int SYMTAB = 2;
    private static final int STRTAB = 3;
    private static final int REL = 9;
    private static final int FIRST_FREE = 4;

    private final ByteArrayOutputStream names = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final ByteArrayOutputStream symbols = new ByteArrayOutputStream();
    private final List<Section> sections = new ArrayList<>();
    private int symbolCount = 1;

    private record Section(int name, int type, long flags, byte[] contents, long size, int link, int info) {}

    ObjectBuilder() {
        names.write(0);
        strings.write(0);
        symbols.writeBytes(new byte[24]);
    }

    /** Adds a section; returns its index. */
    int section(String name, int type, long flags, byte[] contents) {
        return section(name, type, flags, contents, contents.length, 0);
    }

    /** Adds a section that claims another size than it has. */
    int section(String name, int type, long flags, byte[] contents, long size, int info) {
        int offset = names.size();
        names.writeBytes((name + "\0").getBytes(StandardCharsets.UTF_8));
        sections.add(new Section(offset, type, flags, contents, size, FIRST_FREE - 1, info));
        return FIRST_FREE + sections.size() - 1;
    }

    /** Adds relocations: pairs of offset and symbol, all of one type. */
    void relocations(int target, int type, long... offsetsAndSymbols) {
        ByteBuffer table = little(offsetsAndSymbols.length * 8);
        for (int i = 0; i < offsetsAndSymbols.length; i += 2) {
            table.putLong(offsetsAndSymbols[i]).putInt(type).putInt((int) offsetsAndSymbols[i + 1]);
        }
        section(".rel", REL, 0, table.array(), table.capacity(), target);
    }

    /** Adds a symbol; returns its index. */
    int symbol(String name, int info, int section, long value, long size) {
        int offset = strings.size();
        strings.writeBytes((name + "\0").getBytes(StandardCharsets.UTF_8));
        return symbolAt(offset, info, section, value, size);
    }

    /** Adds a symbol whose name is at an offset of the string table. */
    int symbolAt(int name, int info, int section, long value, long size) {
        symbols.writeBytes(little(24).putInt(name).put((byte) info).put((byte) 0).putShort((short) section)
                .putLong(value).putLong(size).array());
        return symbolCount++;
    }

    /** Adds text to the names of symbols; returns its offset. */
    int text(byte[] text) {
        int offset = strings.size();
        strings.writeBytes(text);
        return offset;
    }

    byte[] build() {
        var all = new ArrayList<Section>();
        all.add(new Section(0, 0, 0, new byte[0], 0, 0, 0));
        all.add(new Section(0, STRTAB, 0, names.toByteArray(), names.size(), 0, 0));
        all.add(new Section(0, STRTAB, 0, strings.toByteArray(), strings.size(), 0, 0));
        all.add(new Section(0, SYMTAB, 0, symbols.toByteArray(), symbols.size(), 2, 0));
        all.addAll(sections);
        int headers = 64 + all.stream().mapToInt(section -> section.contents.length).sum();
        ByteBuffer file = little(headers + 64 * all.size());
        file.putInt(0x464c_457f).put((byte) 2).put((byte) 1).position(16);
        file.putShort((short) 1).putShort((short) 247).putInt(1).position(40);
        file.putLong(headers).position(58);
        file.putShort((short) 64).putShort((short) all.size()).putShort((short) 1);
        int offset = 64;
        for (int i = 0; i < all.size(); i++) {
            Section section = all.get(i);
            file.put(offset, section.contents);
            file.position(headers + 64 * i);
            file.putInt(section.name).putInt(section.type).putLong(section.flags).putLong(0).putLong(offset)
                    .putLong(section.size).putInt(section.link).putInt(section.info).putLong(8).putLong(0);
            offset += section.contents.length;
        }
        return file.array();
    }

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A type table and its strings, as section .BTF has them. */
    static byte[] btf(byte[] types, byte[] text) {
        return little(24 + types.length + text.length).putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24)
                .putInt(0).putInt(types.length).putInt(types.length).putInt(text.length).put(types).put(text).array();
    }

    /** Line records of one section, as section .BTF.ext has them; 16 bytes each. */
    static byte[] btfExtension(int sectionName, byte[] records) {
        int bytes = 12 + records.length;
        return little(24 + bytes).putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24)
                .putInt(0).putInt(0).putInt(0).putInt(bytes)
                .putInt(16).putInt(sectionName).putInt(records.length / 16).put(records).array();
    }
}
