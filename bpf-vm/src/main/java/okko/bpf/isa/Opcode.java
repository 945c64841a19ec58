package okko.bpf.isa;

/** The numbers of the encoding (RFC 9669, sections 3 to 5), for decoder and encoder, and for who links code. */
public final class Opcode {

    /** Size of a slot. */
    public static final int SLOT_BYTES = 8;

    static final int CLASS_MASK = 0x07;
    static final int LD = 0x00;
    static final int LDX = 0x01;
    static final int ST = 0x02;
    static final int STX = 0x03;
    static final int ALU = 0x04;
    static final int JMP = 0x05;
    static final int JMP32 = 0x06;
    static final int ALU64 = 0x07;

    static final int SOURCE_REGISTER = 0x08;
    static final int OPERATION_MASK = 0xf0;

    static final int NEG = 0x80;
    static final int END = 0xd0;

    static final int JA = 0x00;
    static final int CALL = 0x80;
    static final int EXIT = 0x90;

    static final int SIZE_MASK = 0x18;
    static final int MODE_MASK = 0xe0;
    static final int IMM = 0x00;
    static final int ABS = 0x20;
    static final int IND = 0x40;
    static final int MEM = 0x60;
    static final int MEMSX = 0x80;
    static final int ATOMIC = 0xc0;

    /** A two-slot load. */
    public static final int LDDW = LD | IMM | 0x18;

    /** Source field of a two-slot load: a plain constant. */
    public static final int LDDW_CONSTANT = 0;
    /** Map by file descriptor; as there are none here, the number means the same as an index. */
    static final int LDDW_MAP_BY_DESCRIPTOR = 1;
    /** Address in the value of a map by file descriptor; the second immediate is the offset. */
    static final int LDDW_VALUE_BY_DESCRIPTOR = 2;
    /** Variable of the platform. */
    public static final int LDDW_VARIABLE = 3;
    /** Address of an instruction, relative to the next one. */
    public static final int LDDW_CODE = 4;
    /** Map by index. */
    public static final int LDDW_MAP = 5;
    /** Address in the value of the map behind an index; the second immediate is the offset. */
    public static final int LDDW_VALUE = 6;

    /** A call by immediate. */
    public static final int CALL_IMMEDIATE = JMP | CALL;

    /** Source field of a call: a helper, by number. */
    public static final int CALL_HELPER = 0;
    /** Source field of a call: a function of the program, relative to the next instruction. */
    public static final int CALL_LOCAL = 1;

    static final int FETCH = 0x01;

    private static final int[] ALU_OPERATIONS = new int[AluOp.values().length];
    private static final int[] CONDITIONS = new int[Condition.values().length];

    static {
        set(ALU_OPERATIONS, AluOp.ADD, 0x00);
        set(ALU_OPERATIONS, AluOp.SUB, 0x10);
        set(ALU_OPERATIONS, AluOp.MUL, 0x20);
        set(ALU_OPERATIONS, AluOp.DIV, 0x30);
        set(ALU_OPERATIONS, AluOp.SDIV, 0x30);
        set(ALU_OPERATIONS, AluOp.OR, 0x40);
        set(ALU_OPERATIONS, AluOp.AND, 0x50);
        set(ALU_OPERATIONS, AluOp.LSH, 0x60);
        set(ALU_OPERATIONS, AluOp.RSH, 0x70);
        set(ALU_OPERATIONS, AluOp.MOD, 0x90);
        set(ALU_OPERATIONS, AluOp.SMOD, 0x90);
        set(ALU_OPERATIONS, AluOp.XOR, 0xa0);
        set(ALU_OPERATIONS, AluOp.MOV, 0xb0);
        set(ALU_OPERATIONS, AluOp.ARSH, 0xc0);
        set(CONDITIONS, Condition.EQ, 0x10);
        set(CONDITIONS, Condition.GT, 0x20);
        set(CONDITIONS, Condition.GE, 0x30);
        set(CONDITIONS, Condition.SET, 0x40);
        set(CONDITIONS, Condition.NE, 0x50);
        set(CONDITIONS, Condition.SGT, 0x60);
        set(CONDITIONS, Condition.SGE, 0x70);
        set(CONDITIONS, Condition.LT, 0xa0);
        set(CONDITIONS, Condition.LE, 0xb0);
        set(CONDITIONS, Condition.SLT, 0xc0);
        set(CONDITIONS, Condition.SLE, 0xd0);
    }

    private Opcode() {}

    static int of(AluOp op) {
        return ALU_OPERATIONS[op.ordinal()];
    }

    static int of(Condition condition) {
        return CONDITIONS[condition.ordinal()];
    }

    static int of(Size size) {
        return switch (size) {
            case W -> 0x00;
            case H -> 0x08;
            case B -> 0x10;
            case DW -> 0x18;
        };
    }

    /** The number in the immediate of an atomic instruction, without the fetch bit. */
    static int of(AtomicOp op) {
        return switch (op) {
            case ADD -> 0x00;
            case OR -> 0x40;
            case AND -> 0x50;
            case XOR -> 0xa0;
            case XCHG -> 0xe0;
            case CMPXCHG -> 0xf0;
        };
    }

    /** The value of the offset field that tells signed division and remainder from unsigned ones. */
    static int offset(AluOp op) {
        return op == AluOp.SDIV || op == AluOp.SMOD ? 1 : 0;
    }

    private static void set(int[] table, Enum<?> constant, int number) {
        table[constant.ordinal()] = number;
    }
}
