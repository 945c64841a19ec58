package okko.bpf.compile;

import java.lang.constant.ClassDesc;
import java.nio.ByteBuffer;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.helper.Helper;
import okko.bpf.map.BpfMap;
import org.agrona.BufferUtil;

/** A function of a program that the verifier has accepted: it owns a stack, and checks nothing. <b>Hot.</b> */
abstract class ProvedFunction extends CompiledFunction {

    static final ClassDesc SELF = ProvedFunction.class.describeConstable().orElseThrow();

    private static final int CACHE_LINE_BYTES = 64;

    /** Address just past the stack, r10 of the entry function. */
    final long stackTop;

    private final ByteBuffer stack;
    private final Environment environment;

    ProvedFunction(CompiledProgram program, RunContext context, Runnable onClose) {
        super(program, context, onClose);
        environment = program.environment();
        stack = BufferUtil.allocateDirectAligned(program.depth() * STACK_BYTES, CACHE_LINE_BYTES);
        stackTop = BufferUtil.address(stack) + stack.capacity();
    }

    @Override
    final long callHelper(Helper helper, long r1, long r2, long r3, long r4, long r5, int pc) {
        long handle = switch (helper.mapArgument()) {
            case 1 -> r1;
            case 2 -> r2;
            case 3 -> r3;
            case 4 -> r4;
            case 5 -> r5;
            default -> 0;
        };
        BpfMap map = environment.mapByHandle(handle);
        return helper.code().call(context(), map, r1, r2, r3, r4, r5);
    }
}
