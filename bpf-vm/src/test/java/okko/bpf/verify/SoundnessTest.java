package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import okko.bpf.asm.Disassembler;
import okko.bpf.engine.Environment;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.interpret.Interpreter;
import okko.bpf.isa.Code;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

/** The verifier's promise, tried out: what it accepts never faults in the interpreter that checks everything. */
class SoundnessTest {

    private static final int PROGRAMS = 2_000;
    private static final int STATEMENTS = 30;
    private static final int RUNS_PER_PROGRAM = 12;
    private static final int MAX_PACKET_BYTES = 160;
    private static final List<MapDefinition> MAPS = List.of(new MapDefinition("m", MapType.ARRAY, 4, 24, 4));

    @Test
    void shouldNeverFaultWhenAccepted() {
        long seed = Long.getLong("okko.seed", 20_261_122);
        int longest = 0;
        for (int i = 0; i < Integer.getInteger("okko.programs", PROGRAMS); i++) {
            Random random = new Random(seed + i);
            ProgramImage program = growProgram(random);
            longest = Math.max(longest, program.code().slots());
            run(program, random, seed + i);
        }
        assertThat(longest).as("programs that are worth running, in slots").isGreaterThan(STATEMENTS);
    }

    /** Adds random statements one by one and keeps those with which the program is still accepted. */
    private static ProgramImage growProgram(Random random) {
        RandomProgram draft = new RandomProgram(random);
        ProgramImage accepted = image(draft.code());
        assertThat(Verifier.verify(accepted)).isInstanceOf(Verdict.Accepted.class);
        for (int i = 0; i < STATEMENTS; i++) {
            draft.addStatement();
            ProgramImage candidate = image(draft.code());
            if (Verifier.verify(candidate) instanceof Verdict.Accepted) {
                accepted = candidate;
            } else {
                draft.removeStatement();
            }
        }
        return accepted;
    }

    private static void run(ProgramImage program, Random random, long seed) {
        long packet = UnsafeApi.allocateMemory(MAX_PACKET_BYTES);
        try (Environment environment = Environment.allocate(program, () -> random.nextLong(), _ -> { })) {
            var interpreter = new Interpreter(program, environment);
            for (int i = 0; i < RUNS_PER_PROGRAM; i++) {
                int length = random.nextInt(MAX_PACKET_BYTES + 1);
                int largest = 1 << random.nextInt(9);
                for (int at = 0; at < length; at++) {
                    UnsafeApi.putByte(packet + at, (byte) random.nextInt(largest));
                }
                assertThatCode(() -> interpreter.run(packet, length))
                        .as(() -> "seed " + seed + ", packet of " + length + " bytes\n"
                                + Disassembler.listing(program.code(), Abi.OKO))
                        .doesNotThrowAnyException();
            }
        } finally {
            UnsafeApi.freeMemory(packet);
        }
    }

    private static ProgramImage image(Code code) {
        return new ProgramImage("random", Abi.OKO, code, MAPS, SourceLines.NONE);
    }
}
