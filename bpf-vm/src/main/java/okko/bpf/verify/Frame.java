package okko.bpf.verify;

import java.util.List;

/**
 * One function's share of a state.
 *
 * @param stack of the function
 * @param saved r6 to r9 of its caller, which get them back when it returns; empty for the program itself
 */
record Frame(Stack stack, List<Value> saved) {

    Frame with(Stack newStack) {
        return newStack == stack ? this : new Frame(newStack, saved);
    }
}
