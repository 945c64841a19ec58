package okko.bpf.elf;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okko.bpf.elf.Functions.Function;
import okko.bpf.image.Abi;
import okko.bpf.isa.Opcode;

/** Which functions of an object file are programs, and which only parts of others. */
final class Programs {

    private static final String SUBPROGRAMS = ".text";

    private final ElfFile elf;
    private final Functions functions;

    Programs(ElfFile elf, Functions functions) {
        this.elf = elf;
        this.functions = functions;
    }

    /** The program to enter if none is named. */
    Function first() throws ElfException {
        List<Function> all = all();
        if (all.isEmpty()) {
            throw new ElfException("object has no global function");
        }
        return all.getFirst();
    }

    /** All programs, in the order of the file. */
    List<Function> all() throws ElfException {
        List<Function> globals = functions.globals();
        boolean isForXdp = globals.stream().anyMatch(f -> ElfProgram.abiOf(f.section().name()) == Abi.XDP);
        Set<Function> called = called();
        List<Function> programs = globals.stream()
                .filter(f -> !f.section().name().equals(SUBPROGRAMS) || !isForXdp && !called.contains(f))
                .toList();
        // Functions that all call each other are better than no program.
        return programs.isEmpty() ? globals : programs;
    }

    /** The functions that code calls, or takes the address of. */
    private Set<Function> called() throws ElfException {
        var called = new HashSet<Function>();
        for (ElfSection section : elf.codeSections()) {
            Span code = elf.contents(section);
            Map<Long, ElfRelocation> relocations = elf.relocationsOf(section);
            for (long at = 0; at + Opcode.SLOT_BYTES <= code.length(); at += Opcode.SLOT_BYTES) {
                int opcode = code.unsignedByte("instruction", at);
                if (opcode == Opcode.CALL_IMMEDIATE || opcode == Opcode.LDDW) {
                    addCallee(section, code, at, relocations.get(at), called);
                }
            }
        }
        return called;
    }

    private void addCallee(
            ElfSection section, Span code, long at, ElfRelocation relocation, Set<Function> called)
            throws ElfException {
        boolean isCall = code.unsignedByte("instruction", at) == Opcode.CALL_IMMEDIATE;
        int immediate = code.signedInt("instruction", at + 4);
        Function callee = null;
        if (relocation != null && elf.isInCode(relocation.symbol())) {
            callee = functions.referredTo(relocation.symbol(), immediate, isCall);
        } else if (relocation == null && isCall) {
            boolean isLocal = code.unsignedByte("instruction", at + 1) >> 4 == Opcode.CALL_LOCAL;
            callee = isLocal ? functions.at(section, at + (immediate + 1L) * Opcode.SLOT_BYTES) : null;
        }
        if (callee != null) {
            called.add(callee);
        }
    }
}
