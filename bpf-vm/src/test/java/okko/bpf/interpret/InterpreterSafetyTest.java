package okko.bpf.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.isa.Code;
import okko.bpf.isa.DecodeOutcome.Decoded;
import okko.bpf.isa.Decoder;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

/** Programs that nobody verified end in a result or a fault, and leave memory that is not theirs alone. */
class InterpreterSafetyTest {

    private static final int PROGRAMS = 5_000;
    private static final int BODY_SLOTS = 12;
    private static final int PACKET_BYTES = 16;
    private static final byte[] EXIT = {(byte) 0x95, 0, 0, 0, 0, 0, 0, 0};

    @Test
    void shouldContainAnyProgram() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        List<byte[]> instructions = instructions(random);
        long memory = UnsafeApi.allocateMemory(3 * PACKET_BYTES);
        UnsafeApi.setMemory(memory, 3 * PACKET_BYTES, (byte) 0x5a);
        int finished = 0;
        try {
            for (int i = 0; i < PROGRAMS; i++) {
                finished += finishes(program(instructions, random), memory + PACKET_BYTES) ? 1 : 0;
            }
            for (int at = 0; at < 3 * PACKET_BYTES; at++) {
                assertThat(UnsafeApi.getByte(memory + at)).as("seed %d", seed).isEqualTo((byte) 0x5a);
            }
        } finally {
            UnsafeApi.freeMemory(memory);
        }
        assertThat(finished).as("seed %d", seed).isBetween(1, PROGRAMS - 1);
    }

    private static boolean finishes(Code code, long packet) {
        var maps = List.of(new MapDefinition("m", MapType.HASH, 4, 8, 4));
        var image = new ProgramImage("random", Abi.OKO, code, maps, SourceLines.NONE);
        try (Environment environment = Environment.allocate(image, () -> 1, _ -> { })) {
            new Interpreter(image, environment, new RunContext(environment, 0), 500, () -> { }).run(packet, PACKET_BYTES);
            return true;
        } catch (BpfFault _) {
            return false;
        }
    }

    /** Instructions that decode, each tried between exits so that short jumps have where to go. */
    private static List<byte[]> instructions(Random random) {
        var found = new ArrayList<byte[]>();
        while (found.size() < 2_000) {
            var slot = new byte[8];
            slot[0] = (byte) random.nextInt();
            slot[1] = (byte) (random.nextInt(11) | random.nextInt(4) / 3 * random.nextInt(11) << 4);
            slot[2] = (byte) (random.nextInt(3) == 0 ? random.nextInt(16) - 8 : 0);
            slot[3] = (byte) (slot[2] >> 7);
            slot[4] = (byte) (random.nextBoolean() ? random.nextInt(16) : 0);
            if (Decoder.decode(between(List.of(slot))) instanceof Decoded) {
                found.add(slot);
            }
        }
        return found;
    }

    private static Code program(List<byte[]> instructions, Random random) {
        while (true) {
            var body = new ArrayList<byte[]>();
            for (int i = 0; i < BODY_SLOTS; i++) {
                body.add(instructions.get(random.nextInt(instructions.size())));
            }
            if (Decoder.decode(between(body)) instanceof Decoded(var code)) {
                return code;
            }
        }
    }

    /** The entry jumps to the body, in the middle of exits. */
    private static byte[] between(List<byte[]> body) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0x05, 0, 16, 0, 0, 0, 0, 0});
        for (int i = 0; i < 16; i++) {
            bytes.writeBytes(EXIT);
        }
        body.forEach(bytes::writeBytes);
        for (int i = 0; i < 16; i++) {
            bytes.writeBytes(EXIT);
        }
        return bytes.toByteArray();
    }
}
