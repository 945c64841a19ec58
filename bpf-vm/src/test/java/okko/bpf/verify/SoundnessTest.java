package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import okko.bpf.asm.Disassembler;
import okko.bpf.engine.Environment;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.interpret.Interpreter;
import okko.bpf.isa.Code;
import org.agrona.UnsafeApi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The verifier's promise, tried out: what it accepts never faults in the interpreter that checks everything. */
class SoundnessTest {

    private static final int PROGRAMS = 400;
    private static final int STATEMENTS = 30;
    private static final int RUNS_PER_PROGRAM = 12;
    private static final int MAX_PACKET_BYTES = 160;
    private static final int ROOM_BYTES = 32;

    @ParameterizedTest
    @EnumSource(Abi.class)
    void shouldNeverFaultWhenAccepted(Abi abi) {
        long seed = Long.getLong("okko.seed", 20_261_122);
        int longest = 0;
        for (int i = 0; i < Integer.getInteger("okko.programs", PROGRAMS); i++) {
            Random random = new Random(seed + i);
            ProgramImage program = growProgram(random, abi);
            longest = Math.max(longest, program.code().slots());
            run(program, random, seed + i);
        }
        assertThat(longest).as("programs that are worth running, in slots").isGreaterThan(STATEMENTS);
    }

    /** Adds random statements one by one and keeps those with which the program is still accepted. */
    private static ProgramImage growProgram(Random random, Abi abi) {
        RandomProgram draft = new RandomProgram(random, abi);
        ProgramImage accepted = image(draft.code(), abi);
        assertThat(Verifier.verify(accepted)).isInstanceOf(Verdict.Accepted.class);
        for (int i = 0; i < STATEMENTS; i++) {
            draft.addStatement();
            ProgramImage candidate = image(draft.code(), abi);
            if (Verifier.verify(candidate) instanceof Verdict.Accepted) {
                accepted = candidate;
            } else {
                draft.removeStatement();
            }
        }
        return accepted;
    }

    private static void run(ProgramImage program, Random random, long seed) {
        long room = UnsafeApi.allocateMemory(ROOM_BYTES + MAX_PACKET_BYTES + ROOM_BYTES);
        long packet = room + ROOM_BYTES;
        try (Environment environment = Environment.allocate(program, () -> random.nextLong(), _ -> { })) {
            var interpreter = new Interpreter(program, environment);
            interpreter.context().room(ROOM_BYTES, ROOM_BYTES);
            for (int i = 0; i < RUNS_PER_PROGRAM; i++) {
                int length = random.nextInt(MAX_PACKET_BYTES + 1);
                int largest = 1 << random.nextInt(9);
                for (int at = 0; at < length; at++) {
                    UnsafeApi.putByte(packet + at, (byte) random.nextInt(largest));
                }
                assertThatCode(() -> {
                    interpreter.run(packet, length);
                    assertThat(interpreter.context().records().count()).as("records that are held").isZero();
                })
                        .as(() -> "seed " + seed + ", packet of " + length + " bytes\n"
                                + Disassembler.listing(program.code(), program.abi()))
                        .doesNotThrowAnyException();
            }
        } finally {
            UnsafeApi.freeMemory(room);
        }
    }

    private static ProgramImage image(Code code, Abi abi) {
        return new ProgramImage("random", abi, code, RandomProgram.MAPS, SourceLines.NONE);
    }
}
