package okko.bpf.verify;

/** How a number is made of named numbers. */
record Relation(Sum sum, Form form) {

    /** In which bits the sum is found; the compilers of cpu v1 and v2 truncate by shifting to and fro. */
    enum Form {
        /** The number, read as signed, is the sum. */
        EXACT,
        /** The number is the low half of the sum, zero-extended; the sum fits in a signed 32-bit integer. */
        LOW_HALF,
        /** The number's high half is the low half of the sum, its low half is 0; the sum fits as above. */
        HIGH_HALF
    }

    /** The number is the sum; {@code null}, nothing known, of no sum or a long one. */
    static Relation exact(Sum sum) {
        return sum == null || !sum.isShort() ? null : new Relation(sum, Form.EXACT);
    }
}
