package okko.bpf.compile;

import java.nio.ByteBuffer;
import okko.bpf.engine.BpfFunction;
import org.agrona.BufferUtil;

/**
 * What each generated class extends: a stack of its own.
 *
 * <p>The garbage collector frees the stack with the function: there is nothing to close. A generated {@code run} keeps
 * its function reachable until it returns.
 */
abstract class CompiledFunction implements BpfFunction {

    private static final int CACHE_LINE_BYTES = 64;

    /** Address just past the stack, r10 of the entry function. */
    final long stackTop;

    private final ByteBuffer stack;

    /** Makes the stack for as many nested functions. */
    CompiledFunction(int depth) {
        stack = BufferUtil.allocateDirectAligned(depth * STACK_BYTES, CACHE_LINE_BYTES);
        stackTop = BufferUtil.address(stack) + stack.capacity();
    }
}
