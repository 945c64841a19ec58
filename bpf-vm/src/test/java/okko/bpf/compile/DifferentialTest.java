package okko.bpf.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import okko.bpf.asm.Disassembler;
import okko.bpf.interpret.Interpreter;
import okko.bpf.isa.Code;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

/** Compiled programs against the interpreter: equal results on whatever a generator thinks of. */
class DifferentialTest {

    private static final int PROGRAMS = 10_000;
    private static final int MAX_LENGTH = 60;

    @Test
    void shouldGiveTheInterpretersResultWhenARandomProgramRuns() {
        long packet = UnsafeApi.allocateMemory(RandomProgram.PACKET_BYTES);
        try {
            for (int seed = 0; seed < PROGRAMS; seed++) {
                var random = new Random(seed);
                Code code = RandomProgram.of(random, 1 + random.nextInt(MAX_LENGTH));
                for (int i = 0; i < RandomProgram.PACKET_BYTES; i++) {
                    UnsafeApi.putByte(packet + i, (byte) random.nextInt());
                }
                compare(seed, code, packet);
            }
        } finally {
            UnsafeApi.freeMemory(packet);
        }
    }

    private static void compare(long seed, Code code, long packet) {
        try (var program = TestProgram.of(code)) {
            var compiled = program.compile();
            var interpreter = new Interpreter(program.image(), program.environment());
            for (long length : new long[] {RandomProgram.PACKET_BYTES, 0}) {
                assertThat(compiled.run(packet, length))
                        .as("seed %d, length %d:%n%s", seed, length, Disassembler.listing(code))
                        .isEqualTo(interpreter.run(packet, length));
            }
        }
    }
}
