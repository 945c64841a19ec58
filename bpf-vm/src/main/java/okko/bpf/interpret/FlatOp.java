package okko.bpf.interpret;

/**
 * Numbers of the flat instructions. Each group stands in the order of the enum that it is computed from, so that a
 * number is the group's base plus the ordinal.
 */
final class FlatOp {

    /** In the order of {@code AluOp}, 64 bits. */
    static final int ALU64 = 0;
    static final int ADD64 = 0;
    static final int SUB64 = 1;
    static final int MUL64 = 2;
    static final int DIV64 = 3;
    static final int SDIV64 = 4;
    static final int OR64 = 5;
    static final int AND64 = 6;
    static final int LSH64 = 7;
    static final int RSH64 = 8;
    static final int MOD64 = 9;
    static final int SMOD64 = 10;
    static final int XOR64 = 11;
    static final int MOV64 = 12;
    static final int ARSH64 = 13;

    /** In the order of {@code AluOp}, 32 bits. */
    static final int ALU32 = 14;
    static final int ADD32 = 14;
    static final int SUB32 = 15;
    static final int MUL32 = 16;
    static final int DIV32 = 17;
    static final int SDIV32 = 18;
    static final int OR32 = 19;
    static final int AND32 = 20;
    static final int LSH32 = 21;
    static final int RSH32 = 22;
    static final int MOD32 = 23;
    static final int SMOD32 = 24;
    static final int XOR32 = 25;
    static final int MOV32 = 26;
    static final int ARSH32 = 27;

    /** In the order of {@code Condition}, 64 bits. */
    static final int BRANCH64 = 28;
    static final int EQ64 = 28;
    static final int NE64 = 29;
    static final int SET64 = 30;
    static final int GT64 = 31;
    static final int GE64 = 32;
    static final int LT64 = 33;
    static final int LE64 = 34;
    static final int SGT64 = 35;
    static final int SGE64 = 36;
    static final int SLT64 = 37;
    static final int SLE64 = 38;

    /** In the order of {@code Condition}, 32 bits. */
    static final int BRANCH32 = 39;
    static final int EQ32 = 39;
    static final int NE32 = 40;
    static final int SET32 = 41;
    static final int GT32 = 42;
    static final int GE32 = 43;
    static final int LT32 = 44;
    static final int LE32 = 45;
    static final int SGT32 = 46;
    static final int SGE32 = 47;
    static final int SLT32 = 48;
    static final int SLE32 = 49;

    /** In the order of {@code Size}, zero-extended. */
    static final int LOAD = 50;
    static final int LOAD8 = 50;
    static final int LOAD16 = 51;
    static final int LOAD32 = 52;
    static final int LOAD64 = 53;

    /** In the order of {@code Size}, sign-extended; there is none of 64 bits. */
    static final int LOAD_SIGNED = 54;
    static final int LOAD_SIGNED8 = 54;
    static final int LOAD_SIGNED16 = 55;
    static final int LOAD_SIGNED32 = 56;

    /** In the order of {@code Size}. */
    static final int STORE = 57;
    static final int STORE8 = 57;
    static final int STORE16 = 58;
    static final int STORE32 = 59;
    static final int STORE64 = 60;

    /** In the order of {@code Size}, to 64 bits. */
    static final int EXTEND64 = 61;
    static final int EXTEND64_8 = 61;
    static final int EXTEND64_16 = 62;
    static final int EXTEND64_32 = 63;

    /** In the order of {@code Size}, to 32 bits. */
    static final int EXTEND32 = 64;
    static final int EXTEND32_8 = 64;
    static final int EXTEND32_16 = 65;

    static final int NEGATE64 = 66;
    static final int NEGATE32 = 67;
    static final int TRUNCATE16 = 68;
    static final int TRUNCATE32 = 69;
    static final int SWAP16 = 70;
    static final int SWAP32 = 71;
    static final int SWAP64 = 72;
    static final int ATOMIC32 = 73;
    static final int ATOMIC64 = 74;
    static final int JUMP = 75;
    static final int CALL_HELPER = 76;
    static final int CALL_LOCAL = 77;
    static final int CALL_REGISTER = 78;
    static final int EXIT = 79;

    /** In the order of {@code Size}; there is none of 64 bits. */
    static final int LOAD_PACKET = 80;
    static final int LOAD_PACKET8 = 80;
    static final int LOAD_PACKET16 = 81;
    static final int LOAD_PACKET32 = 82;

    static final int LOAD_MAP_VALUE = 83;
    static final int LOAD_NO_VARIABLE = 84;

    private FlatOp() {}
}
