package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import okko.bpf.asm.Disassembler;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.interpret.Interpreter;
import okko.bpf.isa.Code;
import okko.bpf.isa.Reg;
import org.agrona.UnsafeApi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The verifier's promise, tried out: what it accepts never faults in the interpreter that checks everything, but for a
 * run that is too long; and no register is ever outside the range that it claims.
 */
class SoundnessTest {

    private static final int PROGRAMS = 250;
    private static final int WORTHWHILE_SLOTS = 30;
    private static final int RUNS_PER_PROGRAM = 12;
    private static final int PROBES_PER_PROGRAM = 4;
    private static final int BUDGET = 5_000;
    private static final int MAX_PACKET_BYTES = 160;
    private static final int ROOM_BYTES = 32;

    @ParameterizedTest
    @EnumSource(Abi.class)
    void shouldNeverFaultWhenAccepted(Abi abi) {
        long seed = Long.getLong("okko.seed", 20_261_122);
        int longest = 0;
        int probes = 0;
        for (int i = 0; i < Integer.getInteger("okko.programs", PROGRAMS); i++) {
            Random random = new Random(seed + i);
            RandomProgram draft = growProgram(random, abi);
            ProgramImage program = image(draft.code(), abi);
            longest = Math.max(longest, program.code().slots());
            run(program, random, seed + i);
            Analysis analysis = ((Verdict.Accepted) Verifier.verify(program)).analysis();
            for (int probe = 0; probe < PROBES_PER_PROGRAM; probe++) {
                ProgramImage probed = probed(draft, analysis.ranges(), random, abi);
                if (probed != null) {
                    run(probed, random, seed + i);
                    probes++;
                }
            }
        }
        assertThat(probes).as("ranges that were tried").isGreaterThan(Integer.getInteger("okko.programs", PROGRAMS) / 8);
        assertThat(longest).as("programs that are worth running, in slots").isGreaterThan(WORTHWHILE_SLOTS);
    }

    /** Adds random statements one by one and keeps those with which the program is still accepted. */
    private static RandomProgram growProgram(Random random, Abi abi) {
        RandomProgram draft = new RandomProgram(random, abi);
        assertThat(Verifier.verify(image(draft.code(), abi))).isInstanceOf(Verdict.Accepted.class);
        for (int i = 0; i < draft.length(); i++) {
            int before = draft.statementCount();
            draft.addStatement();
            if (Verifier.verify(image(draft.code(), abi)) instanceof Verdict.Rejected) {
                draft.shrinkTo(before);
            }
        }
        return draft;
    }

    /** The program with a test of one range that the verifier claims; {@code null} if it claims none at this place. */
    private static ProgramImage probed(RandomProgram draft, Ranges ranges, Random random, Abi abi) {
        int statement = random.nextInt(draft.statementCount());
        int pc = draft.pcOf(statement);
        for (int number = random.nextInt(10); number < 10; number++) {
            Reg register = new Reg(number);
            long least = ranges.least(pc, register);
            long greatest = ranges.greatest(pc, register);
            if (least >= Integer.MIN_VALUE && greatest <= Integer.MAX_VALUE) {
                return image(draft.codeWithProbe(statement, register, (int) least, (int) greatest), abi);
            }
        }
        return null;
    }

    private static void run(ProgramImage program, Random random, long seed) {
        long room = UnsafeApi.allocateMemory(ROOM_BYTES + MAX_PACKET_BYTES + ROOM_BYTES);
        long packet = room + ROOM_BYTES;
        try (Environment environment = Environment.allocate(program, () -> random.nextLong(), _ -> { })) {
            var context = new RunContext(environment, 0);
            var interpreter = new Interpreter(program, environment, context, BUDGET, () -> { });
            context.room(ROOM_BYTES, ROOM_BYTES);
            for (int i = 0; i < RUNS_PER_PROGRAM; i++) {
                int length = random.nextInt(MAX_PACKET_BYTES + 1);
                int largest = 1 << random.nextInt(9);
                for (int at = 0; at < length; at++) {
                    UnsafeApi.putByte(packet + at, (byte) random.nextInt(largest));
                }
                assertThatCode(() -> {
                    if (isFinished(interpreter, packet, length)) {
                        assertThat(context.records().count()).as("records that are held").isZero();
                    }
                })
                        .as(() -> "seed " + seed + ", packet of " + length + " bytes\n"
                                + Disassembler.listing(program.code(), program.abi()))
                        .doesNotThrowAnyException();
            }
        } finally {
            UnsafeApi.freeMemory(room);
        }
    }

    /** Whether a run came to its end; that it is stopped is what becomes of a loop without one. */
    private static boolean isFinished(Interpreter interpreter, long packet, int length) {
        try {
            assertThat(interpreter.run(packet, length)).as("result").isNotEqualTo(RandomProgram.OUTSIDE);
            return true;
        } catch (BpfFault fault) {
            if (fault.getMessage().endsWith("more than " + BUDGET + " instructions")) {
                return false;
            }
            throw fault;
        }
    }

    private static ProgramImage image(Code code, Abi abi) {
        return new ProgramImage("random", abi, code, RandomProgram.MAPS, SourceLines.NONE);
    }
}
