package okko.bpf.elf;

/**
 * A symbol.
 *
 * @param nameOffset in the string table; names are read when they are needed
 * @param type       {@code STT_…}
 * @param binding    {@code STB_…}
 * @param section    index of the section it is in, 0 if undefined
 * @param value      offset in the section
 * @param size       of what it names, 0 if unknown
 */
record ElfSymbol(long nameOffset, int type, int binding, int section, long value, long size) {

    static final int NOTYPE = 0;
    static final int OBJECT = 1;
    static final int FUNC = 2;
    static final int SECTION = 3;

    private static final int LOCAL = 0;
    private static final int WEAK = 2;

    boolean isLocal() {
        return binding == LOCAL;
    }

    boolean isWeak() {
        return binding == WEAK;
    }

    boolean isDefined() {
        return section != 0;
    }

    /** Old compilers give functions no type; labels inside of functions are local. */
    boolean mayBeFunction() {
        return type == FUNC || type == NOTYPE && !isLocal();
    }

    boolean namesData() {
        return type == OBJECT || type == NOTYPE;
    }
}
