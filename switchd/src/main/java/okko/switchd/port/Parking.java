package okko.switchd.port;

import okko.ringshm.layout.PacketDescriptor;
import okko.switchd.packet.Batch;
import okko.switchd.packet.Question;

/**
 * What the switch remembers of the packets that a processor is asked about: the question, and where the packet came in
 * and with which metadata. It is private memory, by the buffer that was lent; so a processor can forge no more than its
 * own answer; and, if the question says so, a frame of its own.
 *
 * <p>Confined to the datapath thread.
 */
final class Parking {

    /** {@code null} where no packet is parked. */
    private final Question[] questions;

    /** First word of the descriptor that each packet was lent with. */
    private final long[] word0;

    private final int[] inPort;
    private final long[] metadata;
    private final int[] asker;
    private int count;

    Parking(int buffers) {
        questions = new Question[buffers];
        word0 = new long[buffers];
        inPort = new int[buffers];
        metadata = new long[buffers];
        asker = new int[buffers];
    }

    /**
     * Remembers a packet, if it goes with a question.
     *
     * @param lentWord0 first word of the descriptor that it is lent with
     * @param batch     that it is in
     * @param i         index of the packet
     */
    void enter(long lentWord0, Batch batch, int i) {
        Question question = batch.question[i];
        if (question == null) {
            return;
        }
        int buffer = PacketDescriptor.buffer(lentWord0);
        questions[buffer] = question;
        word0[buffer] = lentWord0;
        inPort[buffer] = batch.inPort[i];
        metadata[buffer] = batch.metadata[i];
        asker[buffer] = batch.asker[i];
        count++;
    }

    /** {@return whether a lent buffer holds a packet that the processor is asked about} */
    boolean holds(int buffer) {
        return questions[buffer] != null;
    }

    /** {@return whether the processor decides about more than its answer to the question about a parked packet} */
    boolean isFrameReturned(int buffer) {
        return questions[buffer].frame() == Question.Frame.AS_RETURNED;
    }

    /**
     * Says where the frame is that goes on.
     *
     * @param returnedWord0 first word of the descriptor that came back, judged
     * @return that word, or for a parked packet the one it was lent with, which no processor can forge, if its question
     *         says so
     */
    long admitted(long returnedWord0) {
        int buffer = PacketDescriptor.buffer(returnedWord0);
        return holds(buffer) && !isFrameReturned(buffer) ? word0[buffer] : returnedWord0;
    }

    /** Makes the last packet of a batch, which has come back, what it was when it left; with question and answer. */
    void leave(int buffer, int answer, Batch batch) {
        int at = batch.size - 1;
        batch.inPort[at] = inPort[buffer];
        batch.metadata[at] = metadata[buffer];
        batch.question[at] = questions[buffer];
        batch.asker[at] = asker[buffer];
        batch.answer[at] = answer;
        forget(buffer);
    }

    /** Forgets a packet that goes no further, if it is parked. */
    void forget(int buffer) {
        if (questions[buffer] != null) {
            questions[buffer] = null; // a question keeps its whole table alive
            count--;
        }
    }

    /** {@return how many packets are parked} */
    int count() {
        return count;
    }
}
