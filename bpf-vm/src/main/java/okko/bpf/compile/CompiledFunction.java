package okko.bpf.compile;

import java.nio.ByteBuffer;
import okko.bpf.engine.ProgramFunction;
import okko.bpf.engine.RunContext;
import org.agrona.BufferUtil;

/**
 * What each generated class extends: a stack of its own.
 *
 * <p>The garbage collector frees the stack with the function: there is nothing to close. A generated {@code run} keeps
 * its function reachable until it returns.
 */
abstract class CompiledFunction extends ProgramFunction {

    private static final int CACHE_LINE_BYTES = 64;

    /** Address just past the stack, r10 of the entry function. */
    final long stackTop;

    private final ByteBuffer stack;

    /** Makes the stack for as many nested functions. */
    CompiledFunction(int depth, RunContext context, Runnable onClose) {
        super(context, onClose);
        stack = BufferUtil.allocateDirectAligned(depth * STACK_BYTES, CACHE_LINE_BYTES);
        stackTop = BufferUtil.address(stack) + stack.capacity();
    }
}
