package okko.bpf.elf;

/** Where something is, for a message; worked out only if there is one. */
@FunctionalInterface
interface Where {

    /** Words to begin a message with. */
    String text() throws ElfException;
}
