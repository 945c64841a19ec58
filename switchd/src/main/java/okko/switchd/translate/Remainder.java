package okko.switchd.translate;

import java.util.ArrayList;
import java.util.List;
import okko.switchd.flow.FlowKey;

/**
 * All that has to be known to go on from some point of a way, but for the packet and the tables. Immutable; what is
 * equal goes on equally.
 *
 * @param rest      what remains to be done; {@code null} for the end of the pipeline
 * @param registers packet mark and registers, as words of the key; empty if all are 0
 * @param set       action set
 * @param answers   what filters have answered; {@code null} for none
 * @param resubmits how often rules have sent the packet to tables
 * @param passes    how often it has been looked up again because of what was written
 */
record Remainder(Rest rest, List<Long> registers, ActionSet set, Answers answers, int resubmits, int passes) {

    private static final int REGISTER_WORDS = FlowKey.REGISTER_COUNT / 2;

    /** {@return the words of a key that are registers, in the form of {@link #registers}} */
    static List<Long> registersOf(long[] key) {
        long mark = key[FlowKey.MARK_AND_PASS] & -1L << FlowKey.MARK_SHIFT;
        long all = mark;
        for (int i = 0; i < REGISTER_WORDS; i++) {
            all |= key[FlowKey.REGISTERS + i];
        }
        if (all == 0) {
            return List.of();
        }
        List<Long> words = new ArrayList<>(REGISTER_WORDS + 1);
        words.add(mark);
        for (int i = 0; i < REGISTER_WORDS; i++) {
            words.add(key[FlowKey.REGISTERS + i]);
        }
        return List.copyOf(words);
    }

    /** Puts mark and registers into a key. */
    void putRegisters(long[] key) {
        boolean isZero = registers.isEmpty();
        long pass = key[FlowKey.MARK_AND_PASS] & (1L << FlowKey.MARK_SHIFT) - 1;
        key[FlowKey.MARK_AND_PASS] = pass | (isZero ? 0 : registers.getFirst());
        for (int i = 0; i < REGISTER_WORDS; i++) {
            key[FlowKey.REGISTERS + i] = isZero ? 0 : registers.get(i + 1);
        }
    }
}
