package okko.bpf.engine;

/** Variables that a program may read by a load of kind 3, or by naming them as {@code extern}: 8 bytes each. */
public enum PlatformVariable {
    /** How many threads may run the program. */
    THREADS(0, "okko_threads");

    static final int COUNT = values().length;

    private final int number;
    private final String symbol;

    PlatformVariable(int number, String symbol) {
        this.number = number;
        this.symbol = symbol;
    }

    /**
     * Finds a variable.
     *
     * @param number in the instruction
     * @return the variable, or {@code null} if there is none
     */
    public static PlatformVariable byNumber(int number) {
        for (PlatformVariable variable : values()) {
            if (variable.number == number) {
                return variable;
            }
        }
        return null;
    }

    /** {@return the number in the instruction} */
    public int number() {
        return number;
    }

    /** {@return the name that an object file may refer to} */
    public String symbol() {
        return symbol;
    }

    long offsetBytes() {
        return (long) ordinal() * Long.BYTES;
    }
}
