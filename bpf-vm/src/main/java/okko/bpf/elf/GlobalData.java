package okko.bpf.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import okko.bpf.btf.DataType;
import okko.bpf.engine.Environment;
import okko.bpf.image.MapDetails;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.map.MapDefinition;

/**
 * Sections of global variables, each of which becomes the one value of an array map: {@code .data} and {@code .bss} can
 * be written, {@code .rodata} and strings cannot. Data may hold addresses of functions, but not of other data: these
 * differ from one run of the program to the next.
 */
final class GlobalData {

    private final ElfFile elf;
    private final DataSymbols symbols;
    private final Btf btf;
    private final BtfTypes types;
    private final CodeReferences code;

    /** Resolves addresses of functions. */
    @FunctionalInterface
    interface CodeReferences {

        /** The pc of the function at an offset of a section; it becomes part of the program. */
        int pcOf(ElfSection section, long offset, Where where) throws ElfException;
    }

    GlobalData(ElfFile elf, DataSymbols symbols, Btf btf, BtfTypes types, CodeReferences code) {
        this.elf = elf;
        this.symbols = symbols;
        this.btf = btf;
        this.types = types;
        this.code = code;
    }

    MapDefinition definition(ElfSection section) throws ElfException {
        if (section.size() < 1 || section.size() > MapDefinition.MAX_DATA_BYTES) {
            throw new ElfException("section %s has %s bytes, must have 1 to %,d",
                    section.name(), Long.toUnsignedString(section.size()), MapDefinition.MAX_DATA_BYTES);
        }
        byte[] contents = section.hasContents() ? elf.contents(section).copy() : new byte[(int) section.size()];
        ByteBuffer bytes = ByteBuffer.wrap(contents).order(ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<Long, ElfRelocation> relocation : elf.relocationsOf(section).entrySet()) {
            relocate(section, bytes, relocation.getKey(), relocation.getValue());
        }
        return MapDefinition.globalData(section.name(), contents,
                section.isWritable() ? ProgramAccess.READ_WRITE : ProgramAccess.READ_ONLY);
    }

    private void relocate(ElfSection section, ByteBuffer bytes, long offset, ElfRelocation relocation)
            throws ElfException {
        ElfSymbol symbol = relocation.symbol();
        Where where = () -> "section %s, offset %d".formatted(section.name(), offset);
        if (!elf.isInCode(symbol)) {
            throw new ElfException("%s: address of %s; only addresses of functions may be in data", where.text(),
                    symbol.type() == ElfSymbol.SECTION ? elf.sectionOf(symbol).name() : elf.nameOf(symbol));
        }
        if (!relocation.fitsData() || offset < 0 || offset > bytes.limit() - Long.BYTES) {
            throw new ElfException("%s: bad relocation type %d of %d bytes of data",
                    where.text(), relocation.type(), bytes.limit());
        }
        long addend = bytes.getLong((int) offset);
        int pc = code.pcOf(elf.sectionOf(symbol), symbol.value() + addend, where);
        bytes.putLong((int) offset, Environment.codeHandle(pc));
    }

    /** The variables, as the members of a structure as long as the section; what lies between them is left out. */
    MapDetails details(ElfSection section) throws ElfException {
        var members = new ArrayList<DataType.Member>();
        for (ElfSymbol symbol : symbols.of(section)) {
            String name = elf.nameOf(symbol);
            Integer id = btf == null ? null : btf.typeOfVariable(name);
            if (id != null) {
                DataType type = types.type(id);
                boolean fits = symbol.value() >= 0 && symbol.value() + type.sizeBytes() <= section.size();
                if (fits && type.sizeBytes() == symbol.size()) {
                    members.add(new DataType.Member(name, type, (int) symbol.value() * Byte.SIZE, 0));
                }
            }
        }
        return members.isEmpty() ? MapDetails.NONE : new MapDetails(null, struct(section, members),
                Collections.emptySortedMap());
    }

    private static DataType struct(ElfSection section, List<DataType.Member> members) {
        return new DataType.Struct(section.name(), (int) section.size(), members);
    }
}
