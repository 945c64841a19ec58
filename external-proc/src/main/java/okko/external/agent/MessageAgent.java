package okko.external.agent;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okko.external.api.BufferShape;
import okko.external.api.PacketBatch;
import okko.external.api.PacketFeed;
import okko.external.api.PacketFeed.Access;
import okko.external.api.Processor;
import okko.ringshm.idle.Sleeper;
import okko.ringshm.idle.WakeUps;
import okko.ringshm.layout.MessageDescriptor;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.message.MessageEndpoint;
import okko.ringshm.message.MessageMedium;
import okko.ringshm.message.MessageReceiver;
import okko.ringshm.message.MessageSender;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Moves packets that come as messages through one processor, and answers; confined to its thread. The packets are
 * copies in this process's own memory: the processor may change them, and there are no buffers to originate others in.
 *
 * <p>Every packet is answered, in order. While answers find no room no further packets are taken.
 */
public final class MessageAgent implements Agent, Sleeper, AutoCloseable {

    private static final int CAPACITY = MessageDescriptor.MAX_COUNT;
    private static final int HEADROOM_BYTES = 128;
    /** However a processor moves a frame's ends, its length fits into a record. */
    private static final int DATA_ROOM_BYTES = MessageDescriptor.MAX_FRAME_BYTES - HEADROOM_BYTES;
    private static final int CACHE_LINE_BYTES = 64;
    /** An odd number of cache lines: the first lines of all frames do not fall into the same sets of a cache. */
    private static final int STRIDE_BYTES = 1025 * CACHE_LINE_BYTES;
    private static final long BEAT_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Connection connection;
    private final MessageReceiver questions;
    private final MessageSender answers;
    private final GuardedProcessor processor;
    private final ProcessorCounters counters;
    private final NanoClock clock;
    private final AgentListener listener;
    private final UnsafeBuffer memory =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(CAPACITY * STRIDE_BYTES, CACHE_LINE_BYTES));
    private final PacketFeed feed =
            new PacketFeed(CAPACITY, new BufferShape(HEADROOM_BYTES, DATA_ROOM_BYTES), Access.WRITABLE);
    private final PacketBatch batch = feed.batch();
    private final long[] sequence = new long[CAPACITY];
    private long session;
    private long nextBeatNs;
    private int answered;

    /**
     * How messages go.
     *
     * @param medium that stays the caller's to close
     * @param to     where packets come from: the switch's {@code to}
     * @param from   where answers go: the switch's {@code from}
     * @param number of this processor, not 0, unlike that of any other that serves the same port
     */
    public record Connection(MessageMedium medium, MessageEndpoint to, MessageEndpoint from, long number) {}

    /**
     * Connects a medium and a processor, which stay the caller's to close.
     *
     * @param connection to the switch, which need not be there yet
     * @param processor  that sees the packets; started
     * @param counters   to keep
     * @param clock      for signs of life
     * @param listener   hears of it, from this thread
     * @throws IOException if a channel cannot be used
     */
    public MessageAgent(Connection connection, Processor processor, ProcessorCounters counters, NanoClock clock,
            AgentListener listener) throws IOException {
        this.connection = connection;
        this.counters = counters;
        this.clock = clock;
        this.listener = listener;
        this.processor = new GuardedProcessor(processor, feed, counters, listener);
        nextBeatNs = clock.nanoTime();
        answers = connection.medium().sender(connection.from());
        try {
            questions = connection.medium().receiver(connection.to(), this::onMessage);
        } catch (IOException e) {
            answers.close();
            throw e;
        }
    }

    /** {@return whether the switch hears what is said here, as far as is known} */
    public boolean isConnected() {
        return answers.isConnected();
    }

    /**
     * Processes one message, or lets the processor do what is due without one; every 100 ms gives a sign of life.
     *
     * @return how many packets went back to the switch
     * @throws AgentTerminationException if the medium is of no more use: the driver has ended, with the switch
     */
    @Override
    public int doWork() {
        long nowNs = clock.nanoTime();
        if (nowNs - nextBeatNs >= 0) {
            nextBeatNs = nowNs + BEAT_NS;
            beat();
        }
        int answeredBefore = answered;
        if (answered < batch.size()) {
            answer();
            return answered - answeredBefore;
        }
        feed.clear();
        answered = 0;
        questions.poll(1);
        if (batch.size() == 0) {
            processor.run();
        }
        return answered;
    }

    /** No descriptor tells of Aeron's messages, so the thread has to look. */
    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        wakeUps.noLongerThan(1);
    }

    private void beat() {
        listener.alive();
        if (!connection.medium().isAlive()) {
            throw new AgentTerminationException("the Aeron driver has ended");
        }
        long message = answers.begin(MessageDescriptor.HEADER_BYTES);
        if (message != MessageSender.NO_ROOM) {
            MessageDescriptor.putHeader(message, 0, session, connection.number());
            answers.commit();
        }
    }

    private boolean onMessage(long message, int messageBytes) {
        if (!MessageDescriptor.isMessage(message, messageBytes)
                || MessageDescriptor.count(message) > CAPACITY) {
            counters.countBadDescriptors(1);
            return true;
        }
        session = MessageDescriptor.session(message);
        take(message, messageBytes, MessageDescriptor.count(message));
        if (batch.size() > 0) {
            processor.run();
            count();
            answer();
        }
        return true;
    }

    private void take(long message, int messageBytes, int count) {
        int offset = MessageDescriptor.HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            long record = message + offset;
            long fields = 0;
            if (MessageDescriptor.hasRecord(offset, messageBytes)) {
                fields = MessageDescriptor.fieldsAt(record);
                offset = MessageDescriptor.nextRecord(offset, fields, messageBytes);
            } else {
                offset = MessageDescriptor.NO_RECORD;
            }
            if (offset == MessageDescriptor.NO_RECORD || MessageDescriptor.lengthBytes(fields) > DATA_ROOM_BYTES) {
                counters.countBadDescriptors(count - i); // the switch counts them as lost
                return;
            }
            int lengthBytes = MessageDescriptor.lengthBytes(fields);
            long buffer = memory.addressOffset() + (long) i * STRIDE_BYTES;
            UnsafeApi.copyMemory(record + MessageDescriptor.RECORD_BYTES, buffer + HEADROOM_BYTES, lengthBytes);
            sequence[i] = MessageDescriptor.sequence(record);
            feed.add(buffer, HEADROOM_BYTES, lengthBytes, MessageDescriptor.port(fields),
                    MessageDescriptor.result(fields));
        }
    }

    private void count() {
        int dropped = 0;
        int output = 0;
        for (int i = 0; i < batch.size(); i++) {
            dropped += feed.flags(i) & PacketDescriptor.FLAG_DROP;
            output += feed.flags(i) & PacketDescriptor.FLAG_OUTPUT;
        }
        counters.countReturned(batch.size(), dropped, output / PacketDescriptor.FLAG_OUTPUT);
    }

    /** Answers as many packets of the batch as there is room for. */
    private void answer() {
        while (answered < batch.size()) {
            int next = answered;
            int messageBytes = MessageDescriptor.HEADER_BYTES;
            do {
                messageBytes += MessageDescriptor.recordBytes(answerBytes(next++));
            } while (next < batch.size() && messageBytes + MessageDescriptor.recordBytes(answerBytes(next))
                    <= answers.usualBytes());
            long message = answers.begin(messageBytes);
            if (message == MessageSender.NO_ROOM) {
                return;
            }
            write(message, next);
            if (!answers.commit()) {
                return;
            }
            answered = next;
        }
    }

    /** Of a dropped packet no byte goes back. */
    private int answerBytes(int index) {
        return feed.flags(index) == PacketDescriptor.FLAG_DROP ? 0 : batch.lengthBytes(index);
    }

    private void write(long message, int end) {
        MessageDescriptor.putHeader(message, end - answered, session, connection.number());
        long record = message + MessageDescriptor.HEADER_BYTES;
        for (int i = answered; i < end; i++) {
            int lengthBytes = answerBytes(i);
            MessageDescriptor.putRecord(record, sequence[i],
                    MessageDescriptor.fields(lengthBytes, feed.port(i), batch.result(i), feed.flags(i)));
            UnsafeApi.copyMemory(batch.address(i), record + MessageDescriptor.RECORD_BYTES, lengthBytes);
            record += MessageDescriptor.recordBytes(lengthBytes);
        }
    }

    @Override
    public String roleName() {
        return "processor";
    }

    @Override
    public void close() {
        questions.close();
        answers.close();
    }
}
