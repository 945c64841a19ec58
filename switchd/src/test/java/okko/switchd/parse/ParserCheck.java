package okko.switchd.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import java.util.function.Consumer;
import okko.switchd.flow.FlowKey;
import okko.switchd.packet.Packet;

/** Parses frames at the very end of readable memory, and compares what comes of it with the slow reference. */
final class ParserCheck implements AutoCloseable {

    static final int IN_PORT = 7;
    static final long METADATA = 9;

    private final GuardedMemory memory = new GuardedMemory();
    private final Packet packet = new Packet();
    private final Consumer<Packet> parser;

    /** Checks a parser; the key of one frame is still there when the next one is parsed. */
    ParserCheck(Consumer<Packet> parser) throws IOException {
        this.parser = parser;
        packet.inPort = IN_PORT;
        packet.metadata = METADATA;
    }

    /** Parses a frame; the packet is the same in each call. */
    Packet parse(byte[] frame) {
        packet.address = memory.place(frame);
        packet.lengthBytes = frame.length;
        parser.accept(packet);
        return packet;
    }

    /** Parses a frame and fails if the reference finds something else; says what it was about then. */
    void check(byte[] frame, String about) {
        parse(frame);
        ReferenceParser expected = new ReferenceParser(frame, IN_PORT, METADATA);
        for (int word = 0; word < FlowKey.WORDS; word++) {
            if (packet.key[word] != expected.key()[word]) {
                assertThat(Long.toHexString(packet.key[word]))
                        .as("%s, word %d of %s", about, word, HexFormat.of().formatHex(frame))
                        .isEqualTo(Long.toHexString(expected.key()[word]));
            }
        }
        if (packet.networkOffset != expected.networkOffset() || packet.transportOffset != expected.transportOffset()) {
            assertThat(packet.networkOffset + ", " + packet.transportOffset)
                    .as("%s, offsets in %s", about, HexFormat.of().formatHex(frame))
                    .isEqualTo(expected.networkOffset() + ", " + expected.transportOffset());
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
