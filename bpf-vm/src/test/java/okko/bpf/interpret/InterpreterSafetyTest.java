package okko.bpf.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import okko.bpf.asm.Assembler;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.isa.Code;
import okko.bpf.isa.DecodeOutcome.Decoded;
import okko.bpf.isa.Decoder;
import okko.bpf.map.MapDefinition.ProgramAccess;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that nobody verified end in a result or a fault, and leave memory that is not theirs alone. */
class InterpreterSafetyTest {

    private static final int PROGRAMS = 3_000;
    private static final int RUNS = 10_000;
    private static final int BODY_SLOTS = 12;
    private static final int PACKET_BYTES = 16;
    private static final byte UNTOUCHED = 0x5a;
    private static final byte TWO_SLOTS = 0x18;
    private static final byte[] EXIT = {(byte) 0x95, 0, 0, 0, 0, 0, 0, 0};

    @ParameterizedTest
    @EnumSource
    void shouldContainAnyProgram(Abi abi) {
        long seed = System.nanoTime();
        var random = new Random(seed);
        List<byte[]> instructions = instructions(random);
        long memory = UnsafeApi.allocateMemory(3 * PACKET_BYTES);
        UnsafeApi.setMemory(memory, 3 * PACKET_BYTES, UNTOUCHED);
        int finished = 0;
        try {
            for (int i = 0; i < PROGRAMS; i++) {
                finished += finishes(abi, program(instructions, random), memory + PACKET_BYTES) ? 1 : 0;
            }
            for (int at = 0; at < 3 * PACKET_BYTES; at++) {
                boolean mayBeWritten = abi.usualRole().packetIsWritable() && at / PACKET_BYTES == 1;
                assertThat(mayBeWritten ? UNTOUCHED : UnsafeApi.getByte(memory + at))
                        .as("seed %d", seed).isEqualTo(UNTOUCHED);
            }
        } finally {
            UnsafeApi.freeMemory(memory);
        }
        assertThat(finished).as("seed %d", seed).isBetween(1, PROGRAMS - 1);
    }

    @Test
    void shouldNotAllocateWhenItRuns() {
        Code code = Assembler.assemble("""
                *(u32 *)(r10 - 4) = 1
                r1 = map 0
                r2 = r10
                r2 += -4
                call ubpf_map_lookup
                if r0 == 0 goto none
                r3 = 1
                lock *(u64 *)(r0 + 0) += r3
                r1 = code inner
                call r1
                none: r1 = map 1 value
                r2 = *(u8 *)(r1 + 0)
                r0 = packet u16[2]
                exit
                inner: r0 = 3
                exit
                """);
        var maps = List.of(new MapDefinition("m", MapType.ARRAY, 4, 8, 4),
                MapDefinition.globalData(".rodata", new byte[8], ProgramAccess.READ_ONLY));
        var image = new ProgramImage("steady", Abi.OKO, code, maps, SourceLines.NONE);
        long packet = UnsafeApi.allocateMemory(PACKET_BYTES);
        try (Environment environment = Environment.allocate(image, () -> 1, _ -> { })) {
            var function = new Interpreter(image, environment);
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            allocatedBytes(threads, function, packet, RUNS); // what is made once is made now

            // The least object has 16 bytes; the JVM itself may allocate a little now and then.
            assertThat(allocatedBytes(threads, function, packet, RUNS)).isLessThan(RUNS);
        } finally {
            UnsafeApi.freeMemory(packet);
        }
    }

    private static long allocatedBytes(
            com.sun.management.ThreadMXBean threads, Interpreter function, long packet, int runs) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < runs; i++) {
            function.run(packet, PACKET_BYTES);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static boolean finishes(Abi abi, Code code, long packet) {
        var maps = List.of(
                new MapDefinition("m", MapType.HASH, 4, 8, 4),
                MapDefinition.globalData(".data", new byte[8], ProgramAccess.READ_WRITE),
                MapDefinition.globalData(".rodata", new byte[8], ProgramAccess.READ_ONLY));
        var image = new ProgramImage("random", abi, code, maps, SourceLines.NONE);
        try (Environment environment = Environment.allocate(image, () -> 1, _ -> { })) {
            var context = new RunContext(environment, 0);
            new Interpreter(image, environment, context, 500, () -> { }).run(packet, PACKET_BYTES);
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
            byte[] instruction = slot[0] == TWO_SLOTS ? Arrays.copyOf(slot, 16) : slot;
            if (Decoder.decode(between(List.of(instruction))) instanceof Decoded) {
                found.add(instruction);
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
