package okko.bpf.verify;

/**
 * Why a need is not met.
 *
 * @param needs  what is needed, with values
 * @param known  what is known instead, with values
 * @param hint   what to change in the program
 * @param length the check of the packet's length that is missing, or {@code null}
 */
record Reason(String needs, String known, String hint, MissingCheck length) {

    Reason(String needs, String known, String hint) {
        this(needs, known, hint, null);
    }

    /**
     * A check that the packet has at least {@code terms + bytes}.
     *
     * @param assumed so many bytes behind the terms are taken for granted since an earlier finding asked for them;
     *                {@link #NONE} if none did
     */
    record MissingCheck(Sum terms, long bytes, long assumed) {

        static final long NONE = Long.MIN_VALUE;

        /** The length that must be there. */
        String needed() {
            return terms.isConstant() ? bytes + " bytes" : Wording.plus(Wording.variable(terms), bytes);
        }
    }
}
