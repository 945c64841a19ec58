package okko.bpf.compile;

import java.lang.constant.ClassDesc;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.Environment;
import okko.bpf.engine.ProgramFunction;
import okko.bpf.engine.RunContext;
import okko.bpf.helper.Helper;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Reg;
import org.agrona.UnsafeApi;

/**
 * What each generated class extends; its methods are what generated code would be longer for. <b>Hot.</b>
 *
 * <p>The garbage collector frees the stack with the function: there is nothing to close. A generated {@code execute}
 * keeps its function reachable until it returns.
 */
abstract class CompiledFunction extends ProgramFunction {

    static final ClassDesc SELF = CompiledFunction.class.describeConstable().orElseThrow();

    /** What {@link #functionAt} makes of a register that names no function. */
    static final int NO_FUNCTION = -1;

    /** How many instructions the run may still take; while a method runs, a local variable of its own counts. */
    long left;

    private final ProgramImage image;

    CompiledFunction(CompiledProgram program, RunContext context, Runnable onClose) {
        super(context, onClose);
        image = program.image();
    }

    /** Calls a helper that is not known when the program is compiled. */
    abstract long callHelper(Helper helper, long r1, long r2, long r3, long r4, long r5, int pc);

    /** Returns bytes of the packet, which stand in network order; or, if the run has ended for the lack of them, -1. */
    final long loadPacket(int bytes, int offset) {
        RunContext context = context();
        if (offset < 0 || offset > context.lengthBytes() - bytes) {
            context.end(0);
            return -1;
        }
        long address = context.packet() + offset;
        return switch (bytes) {
            case Byte.BYTES -> UnsafeApi.getByte(address) & 0xffL;
            case Short.BYTES -> Short.reverseBytes(UnsafeApi.getShort(address)) & 0xffffL;
            default -> Integer.reverseBytes(UnsafeApi.getInt(address)) & 0xffff_ffffL;
        };
    }

    /** Returns the pc that a register names, or {@link #NO_FUNCTION}. */
    static int functionAt(long handle) {
        long pc = handle - Environment.CODE_HANDLE_BASE;
        return pc >= 0 && pc <= Integer.MAX_VALUE ? (int) pc : NO_FUNCTION;
    }

    /** Calls the helper whose number a register holds. */
    final long callByNumber(long number, long r1, long r2, long r3, long r4, long r5, int pc) {
        Helper helper = number == (int) number ? Helper.byNumber(image.abi(), (int) number) : null;
        if (helper == null) {
            Reg register = ((CallRegister) image.code().at(pc)).callee();
            throw new BpfFault(pc, "%s is neither a function nor a helper: 0x%x".formatted(register, number));
        }
        return callHelper(helper, r1, r2, r3, r4, r5, pc);
    }

    static BpfFault overBudget(int pc, long budget) {
        return new BpfFault(pc, "more than " + budget + " instructions");
    }

    static BpfFault fault(int pc, String reason) {
        return new BpfFault(pc, reason);
    }
}
