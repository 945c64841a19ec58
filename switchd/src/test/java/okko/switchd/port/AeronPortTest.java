package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import okko.ringshm.layout.MessageDescriptor;
import okko.ringshm.layout.PacketDescriptor;
import okko.ringshm.message.MessageEndpoint;
import okko.ringshm.message.MessageMedium;
import okko.ringshm.message.MessageReceiver;
import okko.ringshm.message.MessageSender;
import okko.switchd.packet.Batch;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.ProcessorState;
import okko.switchd.packet.Question;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AeronPortTest {

    private static final int QUOTA = 40;
    private static final long PROCESSOR = 77;
    private static final RingPolicy.WhenSlow DROP = new RingPolicy.Drop();

    private static MessageMedium medium;
    private static int nextStream = 100;

    private PortFixture fixture;
    private long nowNs;
    private AeronPort port;
    private MessageSender answers;
    private MessageReceiver questions;
    private final Deque<byte[]> asked = new ArrayDeque<>();
    private long session;
    private int lastCount;

    @BeforeAll
    static void launch() throws IOException {
        medium = MessageMedium.launch();
    }

    @AfterAll
    static void end() {
        medium.close();
    }

    @BeforeEach
    void open() throws Exception {
        fixture = new PortFixture();
        int stream = nextStream;
        nextStream += 2;
        var to = new MessageEndpoint("aeron:ipc", stream);
        var from = new MessageEndpoint("aeron:ipc", stream + 1);
        port = new AeronPort(new PortSpec.Aeron(to, from, QUOTA, DROP), 3, fixture.pool, medium, () -> nowNs);
        questions = medium.receiver(to, this::remember);
        answers = medium.sender(from);
    }

    @AfterEach
    void close() {
        questions.close();
        answers.close();
        port.close();
        fixture.close();
    }

    private boolean remember(long message, int lengthBytes) {
        assertThat(MessageDescriptor.isMessage(message, lengthBytes)).isTrue();
        session = MessageDescriptor.session(message);
        lastCount = MessageDescriptor.count(message);
        int offset = MessageDescriptor.HEADER_BYTES;
        for (int i = 0; i < lastCount; i++) {
            long fields = MessageDescriptor.fieldsAt(message + offset);
            byte[] record = new byte[MessageDescriptor.RECORD_BYTES + MessageDescriptor.lengthBytes(fields)];
            for (int at = 0; at < record.length; at++) {
                record[at] = UnsafeApi.getByte(message + offset + at);
            }
            asked.add(record);
            offset = MessageDescriptor.nextRecord(offset, fields, lengthBytes);
        }
        return true;
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadlineNs);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void poll() {
        fixture.batch.clear();
        port.receive(fixture.batch);
    }

    /** Says that it lives until the port feeds it. */
    private void attach() {
        await("connected", answers::isConnected);
        await("attached", () -> {
            say(PROCESSOR, session, 0);
            poll();
            return port.state() == ProcessorState.ATTACHED;
        });
        for (int i = 0; i < 100; i++) {
            poll(); // and nothing that it has said is still to be heard
        }
    }

    /** Right after the connection there is no room yet. */
    private long begin(int bytes) {
        long[] message = {MessageSender.NO_ROOM};
        await("room for an answer", () -> {
            message[0] = answers.begin(bytes);
            return message[0] != MessageSender.NO_ROOM;
        });
        return message[0];
    }

    /** Sends a message of records that hold one byte each. */
    private void say(long processor, long ofSession, long... sequencesAndFields) {
        int count = sequencesAndFields.length / 2;
        long message = begin(24 + count * 24);
        MessageDescriptor.putHeader(message, count, ofSession, processor);
        for (int i = 0; i < count; i++) {
            MessageDescriptor.putRecord(message + 24 + i * 24L, sequencesAndFields[2 * i], sequencesAndFields[2 * i + 1]);
            UnsafeApi.putByte(message + 24 + i * 24L + 16, (byte) (100 + i));
        }
        assertThat(answers.commit()).isTrue();
    }

    private void send(int packets) {
        fixture.batch.clear();
        for (int i = 0; i < packets; i++) {
            fixture.add(PortFixture.frame(60 + i, i));
        }
        port.send(fixture.batch);
        assertThat(fixture.batch.size).isZero();
    }

    private static long pass(int result) {
        return MessageDescriptor.fields(1, 0, result, 0);
    }

    private long drops(DropReason reason) {
        return port.counters().drops().packets(reason);
    }

    private void assertNothingIsHeld() {
        assertThat(port.heldReferences()).isZero();
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS);
    }

    @Test
    void shouldDropAsAbsentWhenNobodyIsThere() throws Exception {
        var lonely = new MessageEndpoint("aeron:ipc", 99);
        try (AeronPort alone = new AeronPort(
                new PortSpec.Aeron(lonely, new MessageEndpoint("aeron:ipc", 98), 8, DROP), 3, fixture.pool, medium, () -> nowNs)) {
            fixture.add(PortFixture.frame(60, 1));
            alone.send(fixture.batch);
            assertThat(alone.counters().drops().packets(DropReason.PROCESSOR_ABSENT)).isEqualTo(1);
            assertThat(alone.details()).containsEntry("state", "absent");
        }
        assertNothingIsHeld();
    }

    @Test
    void shouldCopyPacketsOutAndAnswersInWhenAProcessorIsAttached() {
        attach();
        send(3);
        await("questions", () -> questions.poll(10) > 0);

        assertThat(asked).hasSize(3);
        byte[] second = asked.stream().skip(1).findFirst().orElseThrow();
        assertThat(second).hasSize(16 + 61);
        assertThat(second[0]).as("sequence").isEqualTo((byte) 1);
        assertThat(second[8]).as("length").isEqualTo((byte) 61);
        assertThat(second[10]).as("port").isEqualTo((byte) 7);
        assertThat(second[16]).as("frame").isEqualTo((byte) 1);
        assertThat(port.packetsUnderWay()).isEqualTo(3);

        say(PROCESSOR, session, 0, pass(9), 1, MessageDescriptor.fields(1, 0, 0, PacketDescriptor.FLAG_DROP), 2, pass(8));
        await("answers", () -> {
            poll();
            return fixture.batch.size > 0;
        });
        assertThat(fixture.batch.size).isEqualTo(2);
        assertThat(fixture.batch.inPort[0]).isEqualTo(3);
        assertThat(fixture.batch.metadata[0]).isEqualTo(9);
        assertThat(fixture.batch.metadata[1]).isEqualTo(8);
        assertThat(fixture.received(0)).containsExactly(100);
        assertThat(fixture.received(1)).containsExactly(102);
        assertThat(port.counters().txPackets()).isEqualTo(3);
        assertThat(port.counters().rxPackets()).isEqualTo(3);
        assertThat(drops(DropReason.PROCESSOR_DROP)).isEqualTo(1);
        fixture.releaseAll();
        assertNothingIsHeld();
    }

    @Test
    void shouldGoOnWithQuestionAndWhatTheProcessorMadeOfThePacket() {
        Question through = () -> Question.Frame.AS_RETURNED;
        Question filter = () -> Question.Frame.AS_LENT;
        attach();
        for (int i = 0; i < 4; i++) {
            fixture.add(PortFixture.frame(60, i));
            fixture.batch.inPort[i] = 2;
            fixture.batch.metadata[i] = 5;
            fixture.batch.askLast(i == 1 ? filter : through, 1, 0);
        }
        port.send(fixture.batch);
        await("questions", () -> questions.poll(10) > 0);
        int output = PacketDescriptor.FLAG_OUTPUT;
        say(PROCESSOR, session, 0, pass(9), 1, MessageDescriptor.fields(1, 4, 1, output),
                2, MessageDescriptor.fields(1, 4, 0, output), 3, MessageDescriptor.fields(1, 0, 0, 1));
        await("answers", () -> {
            poll();
            return fixture.batch.size > 0;
        });
        assertThat(fixture.batch.size).isEqualTo(3);
        assertThat(fixture.batch.question).startsWith(through, filter, null);
        assertThat(fixture.batch.answer).startsWith(9, 1);
        assertThat(fixture.batch.asker).startsWith(1, 1);
        assertThat(fixture.batch.inPort).startsWith(2, 2, 3);
        assertThat(fixture.batch.metadata).startsWith(5, 5);
        assertThat(fixture.batch.outPort).startsWith(Batch.BY_RULES, Batch.BY_RULES, 4);
        assertThat(fixture.received(0)).containsExactly(100);
        assertThat(fixture.received(1)).as("as it was lent").isEqualTo(PortFixture.frame(60, 1));
        assertThat(drops(DropReason.PROCESSOR_DROP)).isEqualTo(1);
        fixture.releaseAll();
        assertNothingIsHeld();
    }

    @Test
    void shouldDropAsBusyWhenAsManyPacketsAreUnderWayAsMayBe() {
        attach();
        send(32);
        send(32);
        assertThat(port.packetsUnderWay()).isEqualTo(QUOTA);
        assertThat(drops(DropReason.PROCESSOR_BUSY)).isEqualTo(24);
    }

    @Test
    void shouldLeadPacketsAroundInOrderWhenTheyCannotBeSent() throws Exception {
        port.close();
        port = new AeronPort(new PortSpec.Aeron(new MessageEndpoint("aeron:ipc", nextStream),
                new MessageEndpoint("aeron:ipc", nextStream + 1), QUOTA, new RingPolicy.Bypass(77)), 3, fixture.pool,
                medium, () -> nowNs);
        nextStream += 2;
        send(2);
        assertThat(port.packetsUnderWay()).isEqualTo(2);
        assertThat(port.heldReferences()).isEqualTo(2);

        assertThat(port.receive(fixture.batch)).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            assertThat(fixture.received(i)).isEqualTo(PortFixture.frame(60 + i, i));
            assertThat(fixture.batch.inPort[i]).isEqualTo(3);
            assertThat(fixture.batch.metadata[i]).isEqualTo(77);
        }
        assertThat(port.status().bypassed()).isEqualTo(Map.of("processor_absent", 2L));
        assertThat(port.counters().drops().total()).isZero();
        fixture.releaseAll();
        assertNothingIsHeld();
    }

    @Test
    void shouldTellHowItsProcessorIsDoingWhenAsked() {
        attach();
        send(3);
        nowNs += TimeUnit.MILLISECONDS.toNanos(30);
        assertThat(port.status()).isEqualTo(new AeronStatus(30, 1, 3, 0, 0, Map.of(), 0));
    }

    @Test
    void shouldRefuseAnswersThatAreRepeatedForgedOrOfAnotherSession() {
        attach();
        send(4);
        await("questions", () -> questions.poll(10) > 0);
        say(PROCESSOR, session, 1, pass(1), 1, pass(1));
        say(PROCESSOR, session, 4, pass(1));
        say(PROCESSOR, session, -1, pass(1));
        say(PROCESSOR, session + 1, 2, pass(1));
        say(PROCESSOR + 1, session, 2, pass(1));
        say(0, session, 2, pass(1));
        await("all refused", () -> {
            port.receive(fixture.batch);
            return (long) port.details().get("badAnswers") == 6;
        });
        assertThat(fixture.batch.size).as("only the first of them").isEqualTo(1);
        assertThat(drops(DropReason.PROCESSOR_LOST)).as("packet 0, left out").isEqualTo(1);
        assertThat(port.packetsUnderWay()).isEqualTo(2);
    }

    @Test
    void shouldRefuseMessagesThatDoNotHoldWhatTheySay() {
        attach();
        send(4);
        await("questions", () -> questions.poll(10) > 0);
        long message = begin(24 + 24);
        MessageDescriptor.putHeader(message, 2, session, PROCESSOR);
        MessageDescriptor.putRecord(message + 24, 0, pass(1));
        answers.commit();
        message = begin(24 + 24);
        MessageDescriptor.putHeader(message, 1, session, PROCESSOR);
        MessageDescriptor.putRecord(message + 24, 1, MessageDescriptor.fields(9, 0, 0, 0));
        answers.commit();
        message = begin(8);
        UnsafeApi.putLong(message, -1);
        answers.commit();
        message = begin(24);
        MessageDescriptor.putHeader(message, 33, session, PROCESSOR);
        answers.commit();
        say(PROCESSOR, session, 1, MessageDescriptor.fields(1, 0, 0, 0x80));
        await("all refused", () -> {
            port.receive(fixture.batch);
            return (long) port.details().get("badAnswers") == 5;
        });
        assertThat(fixture.batch.size).isEqualTo(1);
        assertThat(drops(DropReason.PROCESSOR_LOST)).as("the packet with the unknown flag").isEqualTo(1);
        fixture.releaseAll();
        assertThat(fixture.pool.freeCount()).isEqualTo(PortFixture.BUFFERS - 2);
    }

    @Test
    void shouldNotFeedASilentProcessorUntilItSpeaksAgain() {
        attach();
        send(1);
        nowNs += AeronPort.SILENCE_NS + 1;
        poll();
        assertThat(port.state()).isEqualTo(ProcessorState.SILENT);
        send(2);
        assertThat(drops(DropReason.PROCESSOR_SILENT)).isEqualTo(2);
        attach();
        assertThat(port.packetsUnderWay()).as("what it had it still has").isEqualTo(1);
    }

    @Test
    void shouldGiveUpWhatASilentProcessorHasWhenAnotherComes() {
        attach();
        send(5);
        await("questions", () -> questions.poll(10) > 0);
        nowNs += AeronPort.SILENCE_NS + 1;
        say(PROCESSOR + 1, 0);
        await("the other is served", () -> {
            poll();
            return drops(DropReason.PROCESSOR_DIED) == 5;
        });
        assertThat(port.state()).isEqualTo(ProcessorState.ATTACHED);
        assertNothingIsHeld();
        say(PROCESSOR + 1, session, 0, pass(1));
        await("its answer to the former one's packet is refused", () -> {
            poll();
            return (long) port.details().get("badAnswers") == 1;
        });
    }

    @Test
    void shouldGiveUpAndServeTheNextWhenAProcessorIsGone() throws Exception {
        attach();
        send(5);
        questions.close();
        await("absent", () -> {
            poll();
            return port.state() == ProcessorState.ABSENT;
        });
        assertThat(drops(DropReason.PROCESSOR_DIED)).isEqualTo(5);
        assertNothingIsHeld();
        questions = medium.receiver(new MessageEndpoint("aeron:ipc", nextStream - 2), this::remember);
        attach();
        send(1);
        assertThat(port.packetsUnderWay()).isEqualTo(1);
    }

    @Test
    void shouldSayInOneLineWhatIsWrongWithAChannel() {
        var nonsense = new MessageEndpoint("aeron:carrier-pigeon", 1);
        assertThatThrownBy(() -> new AeronPort(
                new PortSpec.Aeron(nonsense, MessageEndpoint.FROM_PROCESSOR, 8, DROP), 3, fixture.pool, medium, () -> nowNs))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("aeron:carrier-pigeon stream 1 cannot be sent to: ")
                .hasMessageNotContaining("\n");
    }
}
