package okko.bpf.elf;

import java.util.List;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;

/** Reads programs from object files. */
public final class ElfLoader {

    private ElfLoader() {}

    /**
     * Loads and links a program.
     *
     * @param object  contents of the file
     * @param program name of the function to enter, or {@code null} for the first global one
     * @param abi     that it is written for, or {@code null} for that which its section tells
     * @return the program
     * @throws ElfException if the file cannot be used; one line, without the name of the file
     */
    public static ProgramImage load(byte[] object, String program, Abi abi) throws ElfException {
        ElfFile elf = ElfFile.parse(object);
        var functions = new Functions(elf);
        return Linker.link(elf, functions, functions.entry(program));
    }

    /**
     * Lists the programs of an object file.
     *
     * @param object contents of the file
     * @return names of the global functions, in the order of the file; the first is the default
     * @throws ElfException if the file cannot be used; one line, without the name of the file
     */
    public static List<String> programs(byte[] object) throws ElfException {
        return new Functions(ElfFile.parse(object)).names();
    }
}
