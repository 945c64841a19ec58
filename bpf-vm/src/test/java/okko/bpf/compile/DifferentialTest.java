package okko.bpf.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import okko.bpf.asm.Disassembler;
import okko.bpf.image.Abi;
import okko.bpf.interpret.Interpreter;
import okko.bpf.isa.Code;
import okko.bpf.verify.Verdict.Accepted;
import okko.bpf.verify.Verifier;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

/**
 * Compiled programs against the interpreter: equal results on whatever a generator thinks of. The compiler leaves out
 * what the verifier has found unreachable, so this also tests that the verifier is right about it.
 */
class DifferentialTest {

    private static final int PROGRAMS = 4_000;
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
            var verdict = Verifier.verify(program.image());
            assertThat(verdict).as("seed %d:%n%s", seed, Disassembler.listing(code, Abi.OKO)).isInstanceOf(Accepted.class);
            var compiled = program.compile(((Accepted) verdict).analysis());
            var interpreter = new Interpreter(program.image(), program.environment());
            for (long length : new long[] {RandomProgram.PACKET_BYTES, 0}) {
                assertThat(compiled.run(packet, length))
                        .as("seed %d, length %d:%n%s", seed, length, Disassembler.listing(code, Abi.OKO))
                        .isEqualTo(interpreter.run(packet, length));
            }
        }
    }
}
