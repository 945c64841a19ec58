package okko.switchd;

import java.io.IOException;
import java.nio.file.Path;
import okko.ringshm.layout.MessageDescriptor;
import okko.ringshm.message.MessageEndpoint;
import okko.ringshm.message.MessageHandler;
import okko.ringshm.message.MessageMedium;
import okko.ringshm.message.MessageSender;
import org.agrona.UnsafeApi;

/**
 * A processor in a process of its own that returns every message with result 7: over the Aeron driver in the directory
 * that is named, or with a driver of its own over the two channels that are named.
 */
final class MessagePeer implements MessageHandler {

    private static final long RESULT_BITS = 0xffL << 32;

    private final long number = ProcessHandle.current().pid();
    private final MessageSender answers;
    private long session;

    private MessagePeer(MessageSender answers) {
        this.answers = answers;
    }

    public static void main(String[] arguments) throws IOException {
        boolean isRemote = arguments.length == 2;
        try (MessageMedium medium =
                isRemote ? MessageMedium.launch() : MessageMedium.join(Path.of(arguments[0]))) {
            var peer = new MessagePeer(medium.sender(
                    isRemote ? new MessageEndpoint(arguments[1], 1002) : MessageEndpoint.FROM_PROCESSOR));
            var questions = medium.receiver(
                    isRemote ? new MessageEndpoint(arguments[0], 1001) : MessageEndpoint.TO_PROCESSOR, peer);
            System.out.println("attached");
            long beatNs = System.nanoTime();
            while (medium.isAlive()) {
                if (System.nanoTime() - beatNs > 0) {
                    beatNs = System.nanoTime() + 50_000_000;
                    peer.beat();
                }
                if (questions.poll(1) == 0) {
                    Thread.yield();
                }
            }
        }
    }

    private void beat() {
        long message = answers.begin(MessageDescriptor.HEADER_BYTES);
        if (message != MessageSender.NO_ROOM) {
            MessageDescriptor.putHeader(message, 0, session, number);
            answers.commit();
        }
    }

    /** The answer is the question with other results: records have one form in both directions. */
    @Override
    public boolean onMessage(long message, int lengthBytes) {
        session = MessageDescriptor.session(message);
        long answer = answers.begin(lengthBytes);
        if (answer == MessageSender.NO_ROOM) {
            return false;
        }
        UnsafeApi.copyMemory(message, answer, lengthBytes);
        int count = MessageDescriptor.count(message);
        MessageDescriptor.putHeader(answer, count, session, number);
        int offset = MessageDescriptor.HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            long record = answer + offset;
            long fields = MessageDescriptor.fieldsAt(record);
            MessageDescriptor.putRecord(record, MessageDescriptor.sequence(record), fields & ~RESULT_BITS | 7L << 32);
            offset = MessageDescriptor.nextRecord(offset, fields, lengthBytes);
        }
        return answers.commit();
    }
}
