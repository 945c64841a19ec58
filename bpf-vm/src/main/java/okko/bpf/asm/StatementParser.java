package okko.bpf.asm;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okko.bpf.helper.Helper;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.AtomicOp;
import okko.bpf.isa.ByteOrder;
import okko.bpf.isa.Condition;
import okko.bpf.isa.Imm;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Atomic;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction.Load;
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction.LoadImmediate;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;
import okko.bpf.isa.Instruction.LoadPacket;
import okko.bpf.isa.Instruction.LoadVariable;
import okko.bpf.isa.Instruction.MoveSigned;
import okko.bpf.isa.Instruction.Negate;
import okko.bpf.isa.Instruction.Store;
import okko.bpf.isa.Instruction.Swap;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Size;
import okko.bpf.isa.Width;

/** Makes an instruction of one statement, at a known pc. */
final class StatementParser {

    private static final String REGISTER = "([rw])(\\d+)";
    private static final String NUMBER = "[+-]?(?:0[xX][0-9a-fA-F]+|\\d+)";
    private static final String OPERAND = "([rw]\\d+|" + NUMBER + ")";
    private static final String ADDRESS = "r(\\d+)(?:\\s*([+-])\\s*(\\w+))?";
    private static final String MEMORY = "\\(u(8|16|32|64)\\s*\\*\\)\\s*\\(" + ADDRESS + "\\)";
    private static final String WORD = "\\(u(32|64)\\s*\\*\\)\\s*\\(" + ADDRESS + "\\)";

    private static final String EXCHANGE_AT = "xchg(?:_(?=64)|32_(?=32))(32|64)\\s*\\(" + ADDRESS;

    private static final Pattern BRANCH =
            Pattern.compile("if\\s+" + REGISTER + "\\s*(s?[<>]=?|==|!=|&)\\s*" + OPERAND + "\\s+goto\\s+(.+)");
    private static final Pattern STORE = Pattern.compile("\\*" + MEMORY + "\\s*=\\s*" + OPERAND);
    private static final Pattern LOCKED = Pattern.compile("lock\\s*\\*" + WORD + "\\s*([+|&^])=\\s*" + REGISTER);
    private static final Pattern ALU =
            Pattern.compile(REGISTER + "\\s*(s>>=|s/=|s%=|<<=|>>=|[-+*/|&%^]=|=)\\s*" + OPERAND);
    private static final Pattern ASSIGN = Pattern.compile(REGISTER + "\\s*=\\s*(.+)");
    private static final Pattern NEGATE = Pattern.compile("-\\s*" + REGISTER);
    private static final Pattern SWAP = Pattern.compile("(le|be|bswap)(16|32|64)\\s+r(\\d+)");
    private static final Pattern SIGNED = Pattern.compile("\\(s(8|16|32)\\)\\s*" + REGISTER);
    private static final Pattern LOAD = Pattern.compile("\\*" + MEMORY);
    private static final Pattern LOAD_SIGNED =
            Pattern.compile("\\*\\(s(8|16|32)\\s*\\*\\)\\s*\\(" + ADDRESS + "\\)");
    private static final Pattern MAP = Pattern.compile("map\\s+(\\d+)");
    private static final Pattern MAP_VALUE = Pattern.compile("map\\s+(\\d+)\\s+value(?:\\s*([+-])\\s*(\\w+))?");
    private static final Pattern VARIABLE = Pattern.compile("variable\\s+(\\d+)");
    private static final Pattern CODE = Pattern.compile("code\\s+(.+)");
    private static final Pattern PACKET =
            Pattern.compile("packet\\s+u(8|16|32)\\s*\\[(?:r(\\d+)\\s*([+-])\\s*)?(" + NUMBER + ")\\]");
    private static final Pattern WIDE = Pattern.compile("(" + NUMBER + ")\\s+ll");
    private static final Pattern FETCH =
            Pattern.compile("atomic_fetch_(add|or|and|xor)\\s*\\(" + WORD + "\\s*,\\s*" + REGISTER + "\\)");
    private static final Pattern EXCHANGE =
            Pattern.compile(EXCHANGE_AT + "\\s*,\\s*" + REGISTER + "\\)");
    private static final Pattern COMPARE_EXCHANGE =
            Pattern.compile("cmp" + EXCHANGE_AT + "\\s*,\\s*([rw])0\\s*,\\s*" + REGISTER + "\\)");
    private static final Pattern ABSOLUTE = Pattern.compile("pc\\s+(\\d+)");

    private final int pc;
    private final int line;
    private final Function<String, Integer> labels;

    /** Takes the pc and line of the statement, and where labels are. */
    StatementParser(int pc, int line, Function<String, Integer> labels) {
        this.pc = pc;
        this.line = line;
        this.labels = labels;
    }

    Instruction parse(String text) {
        if (text.equals("exit")) {
            return new Exit();
        }
        if (text.startsWith("goto ")) {
            return new Jump(target(text.substring(5).strip()));
        }
        if (text.startsWith("call ")) {
            return call(text.substring(5).strip());
        }
        Matcher m;
        if ((m = BRANCH.matcher(text)).matches()) {
            Width width = width(m.group(1));
            return new Branch(condition(m.group(3)), width, register(m.group(2)), operand(m.group(4), width),
                    target(m.group(5).strip()));
        }
        if ((m = STORE.matcher(text)).matches()) {
            Operand value = m.group(5).matches("[rw]\\d+")
                    ? register(m.group(5).substring(1))
                    : new Imm(immediate(m.group(5), Width.W64));
            return new Store(size(m.group(1)), register(m.group(2)), offset(m.group(3), m.group(4)), value);
        }
        if ((m = LOCKED.matcher(text)).matches()) {
            return new Atomic(atomicOp(m.group(5)), false, size(m.group(1)), register(m.group(2)),
                    offset(m.group(3), m.group(4)), register(m.group(7)));
        }
        if ((m = ALU.matcher(text)).matches()) {
            Width width = width(m.group(1));
            return new Alu(aluOp(m.group(3)), width, register(m.group(2)), operand(m.group(4), width));
        }
        if ((m = ASSIGN.matcher(text)).matches()) {
            return assignment(width(m.group(1)), register(m.group(2)), m.group(3), text);
        }
        throw notUnderstood(text);
    }

    private Instruction assignment(Width width, Reg dst, String value, String text) {
        Matcher m;
        if ((m = NEGATE.matcher(value)).matches() && register(m.group(2)).equals(dst)) {
            return new Negate(same(width, m.group(1)), dst);
        }
        if ((m = SIGNED.matcher(value)).matches() && (width == Width.W64 || !m.group(1).equals("32"))) {
            return new MoveSigned(same(width, m.group(2)), size(m.group(1)), dst, register(m.group(3)));
        }
        Instruction instruction = atomic(value, width, dst);
        if (instruction == null && width == Width.W64) {
            instruction = load(value, dst);
        }
        if (instruction == null) {
            throw notUnderstood(text);
        }
        return instruction;
    }

    /** Returns null if it is none. */
    private Instruction atomic(String value, Width width, Reg dst) {
        Matcher m;
        if ((m = FETCH.matcher(value)).matches() && register(m.group(7)).equals(dst)) {
            return new Atomic(AtomicOp.valueOf(upper(m.group(1))), true, size(m.group(2), same(width, m.group(6))),
                    register(m.group(3)), offset(m.group(4), m.group(5)), dst);
        }
        if ((m = EXCHANGE.matcher(value)).matches() && register(m.group(6)).equals(dst)) {
            return new Atomic(AtomicOp.XCHG, true, size(m.group(1), same(width, m.group(5))), register(m.group(2)),
                    offset(m.group(3), m.group(4)), dst);
        }
        if ((m = COMPARE_EXCHANGE.matcher(value)).matches() && dst.number() == 0) {
            Size size = size(m.group(1), same(same(width, m.group(5)), m.group(6)));
            return new Atomic(AtomicOp.CMPXCHG, true, size, register(m.group(2)), offset(m.group(3), m.group(4)),
                    register(m.group(7)));
        }
        return null;
    }

    /** Returns null if it is none. */
    private Instruction load(String value, Reg dst) {
        Matcher m;
        if ((m = SWAP.matcher(value)).matches() && register(m.group(3)).equals(dst)) {
            ByteOrder order = m.group(1).equals("bswap") ? ByteOrder.SWAP : ByteOrder.valueOf(upper(m.group(1)));
            return new Swap(order, Integer.parseInt(m.group(2)), dst);
        }
        if ((m = LOAD.matcher(value)).matches() || (m = LOAD_SIGNED.matcher(value)).matches()) {
            return new Load(size(m.group(1)), m.pattern() == LOAD_SIGNED, dst, register(m.group(2)),
                    offset(m.group(3), m.group(4)));
        }
        if ((m = MAP.matcher(value)).matches()) {
            return new LoadMap(dst, integer(m.group(1)));
        }
        if ((m = MAP_VALUE.matcher(value)).matches()) {
            return new LoadMapValue(dst, integer(m.group(1)), distance(m.group(2), m.group(3)));
        }
        if ((m = VARIABLE.matcher(value)).matches()) {
            return new LoadVariable(dst, integer(m.group(1)));
        }
        if ((m = CODE.matcher(value)).matches()) {
            return new LoadCode(dst, target(m.group(1).strip()));
        }
        if ((m = PACKET.matcher(value)).matches() && dst.number() == 0) {
            Operand index = m.group(2) == null ? new Imm(0) : register(m.group(2));
            return new LoadPacket(size(m.group(1)), distance(m.group(3), m.group(4)), index);
        }
        return (m = WIDE.matcher(value)).matches() ? new LoadImmediate(dst, number(m.group(1))) : null;
    }

    private Instruction call(String callee) {
        if (callee.matches("r\\d+")) {
            return new CallRegister(register(callee.substring(1)));
        }
        if (labels.apply(callee) != null && !callee.matches("[-+]?\\d.*") && Helper.bySymbol(callee) == null
                || callee.matches("[-+]\\d+") || ABSOLUTE.matcher(callee).matches()) {
            return new CallLocal(target(callee));
        }
        if (callee.matches(NUMBER)) {
            return new CallHelper(integer(callee));
        }
        Helper helper = Helper.bySymbol(callee);
        if (helper == null) {
            throw new AssemblyException(line, "no such helper or label: " + callee);
        }
        return new CallHelper(helper.number());
    }

    private int target(String text) {
        Matcher absolute = ABSOLUTE.matcher(text);
        if (absolute.matches()) {
            return integer(absolute.group(1));
        }
        if (text.matches("[-+]\\d+")) {
            return pc + 1 + integer(text);
        }
        Integer label = labels.apply(text);
        if (label == null) {
            throw new AssemblyException(line, "no such label: " + text);
        }
        return label;
    }

    private Operand operand(String text, Width width) {
        char first = text.charAt(0);
        if (first != 'r' && first != 'w') {
            return new Imm(immediate(text, width));
        }
        same(width, text.substring(0, 1));
        return register(text.substring(1));
    }

    /** Holds that two operands have one width. */
    private Width same(Width width, String prefix) {
        if (width(prefix) != width) {
            throw new AssemblyException(line, "operands have different widths");
        }
        return width;
    }

    private Reg register(String number) {
        long n = number(number);
        if (Long.compareUnsigned(n, Reg.COUNT) >= 0) {
            throw new AssemblyException(line, "no such register: r" + number);
        }
        return new Reg((int) n);
    }

    private short offset(String sign, String magnitude) {
        int value = distance(sign, magnitude);
        if (value != (short) value) {
            throw new AssemblyException(line, "offset does not fit in 16 bits: " + value);
        }
        return (short) value;
    }

    private int distance(String sign, String magnitude) {
        long value = magnitude == null ? 0 : "-".equals(sign) ? -number(magnitude) : number(magnitude);
        if (value != (int) value) {
            throw new AssemblyException(line, "offset does not fit in 32 bits: " + value);
        }
        return (int) value;
    }

    private int immediate(String text, Width width) {
        long value = number(text);
        boolean fits = value == (int) value || width == Width.W32 && value == (value & 0xffff_ffffL);
        if (!fits) {
            throw new AssemblyException(line, "constant does not fit in 32 bits: " + text);
        }
        return (int) value;
    }

    private int integer(String text) {
        long value = number(text);
        if (value != (int) value) {
            throw new AssemblyException(line, "number does not fit in 32 bits: " + text);
        }
        return (int) value;
    }

    private long number(String text) {
        boolean isNegative = text.startsWith("-");
        String digits = isNegative || text.startsWith("+") ? text.substring(1) : text;
        try {
            boolean isHexadecimal = digits.startsWith("0x") || digits.startsWith("0X");
            long value = isHexadecimal
                    ? Long.parseUnsignedLong(digits.substring(2), 16)
                    : Long.parseUnsignedLong(digits);
            return isNegative ? -value : value;
        } catch (NumberFormatException _) {
            throw new AssemblyException(line, "not a number of at most 64 bits: " + text);
        }
    }

    private static Size size(String bits) {
        return switch (bits) {
            case "8" -> Size.B;
            case "16" -> Size.H;
            case "32" -> Size.W;
            default -> Size.DW;
        };
    }

    private Size size(String bits, Width width) {
        Size size = size(bits);
        if ((size == Size.DW) != (width == Width.W64)) {
            throw new AssemblyException(line, "operands have different widths");
        }
        return size;
    }

    private static Width width(String prefix) {
        return prefix.equals("w") ? Width.W32 : Width.W64;
    }

    private AluOp aluOp(String symbol) {
        for (AluOp op : AluOp.values()) {
            if (op.symbol().equals(symbol)) {
                return op;
            }
        }
        throw notUnderstood(symbol);
    }

    private Condition condition(String symbol) {
        for (Condition condition : Condition.values()) {
            if (condition.symbol().equals(symbol)) {
                return condition;
            }
        }
        throw notUnderstood(symbol);
    }

    private static AtomicOp atomicOp(String symbol) {
        return switch (symbol) {
            case "+" -> AtomicOp.ADD;
            case "|" -> AtomicOp.OR;
            case "&" -> AtomicOp.AND;
            default -> AtomicOp.XOR;
        };
    }

    private static String upper(String text) {
        return text.toUpperCase(java.util.Locale.ROOT);
    }

    private AssemblyException notUnderstood(String text) {
        return new AssemblyException(line, "not understood: " + text);
    }
}
