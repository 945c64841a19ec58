package okko.switchd.port;

import java.util.Arrays;
import okko.switchd.packet.Batch;
import okko.switchd.packet.Question;

/**
 * What the switch remembers of the packets that a processor is asked about: the question, and where the packet came in
 * and with which metadata. It is private memory, by the buffer that was lent; so a processor can forge no more than its
 * own answer. Frame and length are those of the loan as well, because a filter leaves packets alone.
 *
 * <p>Confined to the datapath thread.
 */
final class Parking {

    /** {@code null} where no packet is parked. */
    private final Question[] questions;

    private final long[] address;
    private final int[] lengthBytes;
    private final int[] inPort;
    private final long[] metadata;
    private int count;

    Parking(int buffers) {
        questions = new Question[buffers];
        address = new long[buffers];
        lengthBytes = new int[buffers];
        inPort = new int[buffers];
        metadata = new long[buffers];
    }

    /** Remembers a packet that is about to be lent, if it goes with a question. */
    void enter(Batch batch, int i) {
        Question question = batch.question[i];
        if (question == null) {
            return;
        }
        int buffer = batch.buffer[i];
        questions[buffer] = question;
        address[buffer] = batch.address[i];
        lengthBytes[buffer] = batch.lengthBytes[i];
        inPort[buffer] = batch.inPort[i];
        metadata[buffer] = batch.metadata[i];
        count++;
    }

    /** {@return whether a lent buffer holds a packet that the processor is asked about} */
    boolean holds(int buffer) {
        return questions[buffer] != null;
    }

    /** Adds a packet that has come back to a batch, as it was when it left, with its question and the answer. */
    void leave(int buffer, int answer, Batch batch) {
        int at = batch.size;
        batch.add(buffer, address[buffer], lengthBytes[buffer], inPort[buffer], metadata[buffer]);
        batch.question[at] = questions[buffer];
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

    /** Forgets all packets: nothing comes back any more. */
    void clear() {
        Arrays.fill(questions, null);
        count = 0;
    }

    /** {@return how many packets are parked} */
    int count() {
        return count;
    }
}
