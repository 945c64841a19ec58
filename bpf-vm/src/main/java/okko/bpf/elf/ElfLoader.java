package okko.bpf.elf;

import java.util.ArrayList;
import java.util.List;
import okko.bpf.elf.Functions.Function;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;

/** Reads programs from object files. */
public final class ElfLoader {

    private ElfLoader() {}

    /**
     * Loads and links a program.
     *
     * @param object  contents of the file
     * @param program name of the function to enter, or {@code null} for the first of {@link #programs}
     * @param abi     that it is written for, or {@code null} for that which its section tells
     * @return the program
     * @throws ElfException if the file cannot be used; one line, without the name of the file
     */
    public static ProgramImage load(byte[] object, String program, Abi abi) throws ElfException {
        ElfFile elf = ElfFile.parse(object);
        var functions = new Functions(elf);
        Function entry = program == null ? new Programs(elf, functions).first() : functions.named(program);
        return Linker.link(elf, functions, entry, abi == null ? ElfProgram.abiOf(entry.section().name()) : abi);
    }

    /**
     * Lists the programs of an object file: its global functions, but not those in section {@code .text} that the other
     * functions call, nor any in {@code .text} if another section holds an XDP program.
     *
     * @param object contents of the file
     * @return in the order of the file; the first is the default
     * @throws ElfException if the file cannot be used; one line, without the name of the file
     */
    public static List<ElfProgram> programs(byte[] object) throws ElfException {
        ElfFile elf = ElfFile.parse(object);
        var programs = new ArrayList<ElfProgram>();
        for (Function function : new Programs(elf, new Functions(elf)).all()) {
            String section = function.section().name();
            programs.add(new ElfProgram(elf.nameOf(function.symbol()), section, ElfProgram.abiOf(section)));
        }
        return programs;
    }
}
