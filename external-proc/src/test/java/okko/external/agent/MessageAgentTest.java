package okko.external.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okko.external.api.PacketBatch;
import okko.external.api.Processor;
import okko.external.await.Await;
import okko.ringshm.layout.MessageDescriptor;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.message.MessageEndpoint;
import okko.ringshm.message.MessageMedium;
import okko.ringshm.message.MessageReceiver;
import okko.ringshm.message.MessageSender;
import okko.ringshm.wire.NetworkOrder;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.AgentTerminationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test is the switch: it sends packets as messages, and reads the answers. */
class MessageAgentTest {

    private static final MessageEndpoint TO = new MessageEndpoint("aeron:ipc", 1001);
    private static final MessageEndpoint FROM = new MessageEndpoint("aeron:ipc", 1002);
    private static final long SESSION = 77;
    private static final long NUMBER = 5;
    private static final int LENGTH_BYTES = 60;
    private static final int DROP = PacketDescriptor.FLAG_DROP;

    /** What came back for one packet. */
    private record Answer(long sequence, int lengthBytes, int first, int result, int port, int flags) {}

    private final ProcessorCounters counters = new ProcessorCounters();
    private final List<String> errorLines = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<Long> sessions = new ArrayList<>();
    private long nowNs = 5_000_000_000L;
    private int signsOfLife;
    private int beats;
    private MessageMedium medium;
    private MessageSender packets;
    private MessageReceiver verdicts;
    private MessageAgent agent;

    @BeforeEach
    void launch() throws IOException {
        medium = MessageMedium.launch();
        packets = medium.sender(TO);
        verdicts = medium.receiver(FROM, this::onAnswers);
    }

    @AfterEach
    void close() {
        if (agent != null) {
            agent.close();
        }
        packets.close();
        verdicts.close();
        medium.close();
    }

    private void start(Processor processor) throws Exception {
        agent = new MessageAgent(new MessageAgent.Connection(medium, TO, FROM, NUMBER), processor, counters,
                () -> nowNs, new AgentListener() {
                    @Override
                    public void failed(String line) {
                        errorLines.add(line);
                    }

                    @Override
                    public void alive() {
                        signsOfLife++;
                    }
                });
        Await.until("both ways open", () -> agent.isConnected() && packets.isConnected());
    }

    private boolean onAnswers(long message, int messageBytes) {
        assertThat(MessageDescriptor.isMessage(message, messageBytes)).isTrue();
        assertThat(MessageDescriptor.processor(message)).isEqualTo(NUMBER);
        int count = MessageDescriptor.count(message);
        beats += count == 0 ? 1 : 0;
        sessions.add(MessageDescriptor.session(message));
        int offset = MessageDescriptor.HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            assertThat(MessageDescriptor.hasRecord(offset, messageBytes)).isTrue();
            long record = message + offset;
            long fields = MessageDescriptor.fieldsAt(record);
            int lengthBytes = MessageDescriptor.lengthBytes(fields);
            answers.add(new Answer(MessageDescriptor.sequence(record), lengthBytes,
                    lengthBytes == 0 ? -1 : NetworkOrder.u8(record + MessageDescriptor.RECORD_BYTES),
                    MessageDescriptor.result(fields), MessageDescriptor.port(fields),
                    MessageDescriptor.flags(fields)));
            offset = MessageDescriptor.nextRecord(offset, fields, messageBytes);
        }
        return true;
    }

    /** Sends frames of 60 bytes that begin with these, of port 4 and with the former result 9. */
    private void send(long firstSequence, int... firstBytes) throws InterruptedException {
        int recordBytes = MessageDescriptor.recordBytes(LENGTH_BYTES);
        long message = begin(MessageDescriptor.HEADER_BYTES + firstBytes.length * recordBytes);
        MessageDescriptor.putHeader(message, firstBytes.length, SESSION, 0);
        for (int i = 0; i < firstBytes.length; i++) {
            long record = message + MessageDescriptor.HEADER_BYTES + (long) i * recordBytes;
            MessageDescriptor.putRecord(record, firstSequence + i, MessageDescriptor.fields(LENGTH_BYTES, 4, 9, 0));
            UnsafeApi.setMemory(record + MessageDescriptor.RECORD_BYTES, LENGTH_BYTES, (byte) firstBytes[i]);
        }
        assertThat(packets.commit()).isTrue();
    }

    private long begin(int messageBytes) throws InterruptedException {
        long[] message = {MessageSender.NO_ROOM};
        Await.until("room for packets", () -> {
            message[0] = packets.begin(messageBytes);
            return message[0] != MessageSender.NO_ROOM;
        });
        return message[0];
    }

    private void awaitAnswers(int count) throws InterruptedException {
        Await.until(count + " answers", () -> {
            agent.doWork();
            verdicts.poll(10);
            return answers.size() >= count;
        });
        assertThat(answers).hasSize(count);
    }

    @Test
    void shouldAnswerEveryPacketInOrderByItsVerdict() throws Exception {
        start(batch -> {
            assertThat(batch.inPort(0)).isEqualTo(4);
            assertThat(batch.metadata(0)).isEqualTo(9);
            batch.pass(0, 33);
            batch.drop(1);
            batch.put8(2, 0, 200);
            batch.output(2, 7);
        });
        send(10, 1, 2, 3);
        awaitAnswers(3);

        assertThat(answers.get(0)).isEqualTo(new Answer(10, LENGTH_BYTES, 1, 33, answers.get(0).port(), 0));
        assertThat(answers.get(1).lengthBytes()).as("no byte of a dropped packet goes back").isZero();
        assertThat(answers.get(1).flags()).isEqualTo(DROP);
        assertThat(answers.get(2).first()).isEqualTo(200);
        assertThat(answers.get(2).port()).isEqualTo(7);
        assertThat(answers.get(2).flags()).isEqualTo(PacketDescriptor.FLAG_OUTPUT);
        assertThat(answers).extracting(Answer::sequence).containsExactly(10L, 11L, 12L);
        assertThat(sessions.getLast()).isEqualTo(SESSION);
        assertThat(counters.passed()).isEqualTo(1);
        assertThat(counters.dropped()).isEqualTo(1);
        assertThat(counters.output()).isEqualTo(1);
    }

    @Test
    void shouldDropABatchThatTheProcessorFailsOnAndGoOn() throws Exception {
        start(batch -> {
            if (batch.u8(0, 0) == 0) {
                throw new IllegalStateException("zero");
            }
            batch.pass(0, 1);
        });
        send(0, 0);
        send(1, 0);
        send(2, 8);
        awaitAnswers(3);
        assertThat(answers).extracting(Answer::flags).containsExactly(DROP, DROP, 0);
        assertThat(errorLines).containsExactly(
                "the processor failed, its batch is dropped: java.lang.IllegalStateException: zero");
        assertThat(counters.failures()).isEqualTo(2);
    }

    @Test
    void shouldKeepAnswersUntilThereIsRoomAndTakeNoMorePacketsMeanwhile() throws Exception {
        start(batch -> { });
        int sent = 0;
        // The test reads no answers: their log fills up, then that of the packets.
        for (int standstill = 0; standstill < 100;) {
            long message = packets.begin(MessageDescriptor.HEADER_BYTES + MessageDescriptor.recordBytes(LENGTH_BYTES));
            if (message != MessageSender.NO_ROOM) {
                MessageDescriptor.putHeader(message, 1, SESSION, 0);
                MessageDescriptor.putRecord(message + MessageDescriptor.HEADER_BYTES, sent++,
                        MessageDescriptor.fields(LENGTH_BYTES, 4, 9, 0));
                assertThat(packets.commit()).isTrue();
            }
            if (agent.doWork() > 0 || message != MessageSender.NO_ROOM) {
                standstill = 0;
            } else {
                standstill++;
                TimeUnit.MILLISECONDS.sleep(1); // for the driver to say that there is room, if there is
            }
        }
        assertThat(counters.packets()).isLessThan(sent);

        int all = sent;
        Await.until("all answers", () -> {
            verdicts.poll(100);
            agent.doWork();
            return answers.size() >= all;
        });
        assertThat(answers).extracting(Answer::sequence).hasSize(all).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldSayThatItLivesEvery100MsAndWithoutPacketsLetTheProcessorDoWhatIsDue() throws Exception {
        int[] idle = {0};
        start(new Processor() {
            @Override
            public void process(PacketBatch batch) {
                batch.drop(0);
            }

            @Override
            public void idle(PacketBatch batch) {
                idle[0]++;
            }
        });
        agent.doWork();
        assertThat(signsOfLife).isEqualTo(1);
        agent.doWork();
        assertThat(signsOfLife).as("no time has passed").isEqualTo(1);
        assertThat(idle[0]).isEqualTo(2);
        Await.until("a sign of life", () -> {
            nowNs += 100_000_000;
            agent.doWork();
            verdicts.poll(10);
            return beats > 0;
        });
        assertThat(answers).isEmpty();
        assertThat(sessions).as("it has heard of none").containsOnly(0L);
    }

    @Test
    void shouldRefuseMessagesThatDoNotHoldWhatTheySay() throws Exception {
        start(batch -> batch.pass(0, 1));
        int recordBytes = MessageDescriptor.recordBytes(LENGTH_BYTES);
        long message = begin(MessageDescriptor.HEADER_BYTES + recordBytes);
        MessageDescriptor.putHeader(message, 3, SESSION, 0); // and there is one
        MessageDescriptor.putRecord(
                message + MessageDescriptor.HEADER_BYTES, 0, MessageDescriptor.fields(LENGTH_BYTES, 4, 0, 0));
        assertThat(packets.commit()).isTrue();
        message = begin(MessageDescriptor.HEADER_BYTES);
        MessageDescriptor.putHeader(message, MessageDescriptor.MAX_COUNT + 1, SESSION, 0);
        assertThat(packets.commit()).isTrue();
        send(1, 5);

        awaitAnswers(2);
        assertThat(answers).extracting(Answer::sequence).containsExactly(0L, 1L);
        assertThat(counters.badDescriptors()).isEqualTo(3);
    }

    @Test
    void shouldEndWhenTheDriverHas() throws Exception {
        MessageMedium theSwitches = MessageMedium.launch();
        try (MessageMedium joined = MessageMedium.join(theSwitches.driverDirectory());
                MessageAgent lonely = new MessageAgent(new MessageAgent.Connection(joined, TO, FROM, NUMBER),
                        batch -> { }, counters, System::nanoTime, new AgentListener() {
                            @Override
                            public void failed(String line) {
                                errorLines.add(line);
                            }

                            @Override
                            public void alive() {
                                signsOfLife++;
                            }
                        })) {
            theSwitches.close();
            assertThatThrownBy(() -> Await.until("an end", () -> {
                lonely.doWork();
                return false;
            })).isInstanceOf(AgentTerminationException.class).hasMessage("the Aeron driver has ended");
        }
    }
}
