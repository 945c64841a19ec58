package okko.switchd.port;

import okko.switchd.packet.Batch;
import okko.switchd.packet.Question;

/**
 * What the switch remembers of the packets that a processor is asked about: the question, and where the packet came in
 * and with which metadata. It is private memory, by the slot that the packet is lent in; so a processor can forge no
 * more than its own answer; and, if the question says so, a frame of its own.
 *
 * <p>Confined to the datapath thread.
 */
final class Parking {

    /** {@code null} where no packet is parked. */
    private final Question[] questions;
    private final int[] inPort;
    private final long[] metadata;
    private final int[] asker;
    private int count;

    Parking(int slots) {
        questions = new Question[slots];
        inPort = new int[slots];
        metadata = new long[slots];
        asker = new int[slots];
    }

    /**
     * Remembers a packet, if it goes with a question.
     *
     * @param slot  that it is lent in, and that is empty
     * @param batch that it is in
     * @param i     index of the packet
     */
    void enter(int slot, Batch batch, int i) {
        Question question = batch.question[i];
        if (question == null) {
            return;
        }
        questions[slot] = question;
        inPort[slot] = batch.inPort[i];
        metadata[slot] = batch.metadata[i];
        asker[slot] = batch.asker[i];
        count++;
    }

    /** {@return whether a packet is parked that goes on with the frame that was lent, whatever has come back} */
    boolean keepsFrame(int slot) {
        return questions[slot] != null && questions[slot].frame() == Question.Frame.AS_LENT;
    }

    /**
     * Says what is next for the last packet of a batch, which has come back. One that is parked becomes what it was
     * when it left, with question and answer; unless the processor sends it out and may.
     *
     * @param slot    that it was lent in; empty then
     * @param answer  of the processor
     * @param outPort that the processor wants it to leave by, or {@link Batch#BY_RULES}
     * @param batch   that it is in
     */
    void leave(int slot, int answer, int outPort, Batch batch) {
        int at = batch.size - 1;
        if (questions[slot] != null && (outPort == Batch.BY_RULES || keepsFrame(slot))) {
            batch.inPort[at] = inPort[slot];
            batch.metadata[at] = metadata[slot];
            batch.askLast(questions[slot], asker[slot], answer);
        } else if (outPort != Batch.BY_RULES) {
            batch.sendLastTo(outPort);
        }
        forget(slot);
    }

    /** Forgets a packet that goes no further, if it is parked. */
    void forget(int slot) {
        if (questions[slot] != null) {
            questions[slot] = null; // a question keeps its whole table alive
            count--;
        }
    }

    /** {@return how many packets are parked} */
    int count() {
        return count;
    }
}
