package okko.bpf.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import okko.bpf.asm.Assembler;
import okko.bpf.asm.Disassembler;
import okko.bpf.compile.CompileOptions.RangeChecks;
import okko.bpf.compile.RandomProgram.Kind;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.RunContext;
import okko.bpf.image.Abi;
import okko.bpf.interpret.Interpreter;
import okko.bpf.isa.Code;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

/** Compiled programs count as the interpreter does; where the count is looked at, {@code cases/budget.bpf} says. */
class BudgetTest {

    private static final int PROGRAMS = 60;
    private static final int LENGTH = 12;

    @Test
    void shouldFinishExactlyWhenTheInterpreterDoesWhenTheBudgetIsShort() {
        long packet = UnsafeApi.allocateMemory(RandomProgram.PACKET_BYTES);
        try {
            for (int seed = 0; seed < PROGRAMS; seed++) {
                UnsafeApi.setMemory(packet, RandomProgram.PACKET_BYTES, (byte) seed);
                Code code = RandomProgram.of(new Random(seed), Kind.FULL, Abi.OKO, LENGTH);
                compare(code, packet, "seed %d:%n%s".formatted(seed, Disassembler.listing(code, Abi.OKO)));
            }
        } finally {
            UnsafeApi.freeMemory(packet);
        }
    }

    @Test
    void shouldFinishExactlyWhenTheInterpreterDoesWhenTheProgramIsInPieces() {
        var assembly = new StringBuilder("r0 = 0\nr6 = 20\nagain: r6 -= 1\n");
        for (int step = 0; step < 1_000; step++) {
            assembly.append("if r6 & ").append(1 + step % 17).append(" goto over").append(step).append('\n')
                    .append("r0 += ").append(step).append('\n')
                    .append("over").append(step).append(": r0 *= 3\n");
        }
        Code code = Assembler.assemble(assembly + "if r6 != 0 goto again\nexit");

        compare(code, 0, "pieces");
    }

    private static void compare(Code code, long packet, String description) {
        long enough = executed(code, packet);
        for (RangeChecks checks : RangeChecks.values()) {
            try (var program = TestProgram.of(code, RandomProgram.MAPS)) {
                assertThat(finishes(compiled(program, checks, enough), packet)).as(description).isTrue();
            }
            try (var program = TestProgram.of(code, RandomProgram.MAPS)) {
                assertThat(finishes(compiled(program, checks, enough - 1), packet)).as(description).isFalse();
            }
        }
    }

    private static BpfFunction compiled(TestProgram program, RangeChecks checks, long budget) {
        return program.compile(program.analysis(), new CompileOptions(checks, budget));
    }

    /** The least budget that is enough for the interpreter. */
    private static long executed(Code code, long packet) {
        int budget = 1 << 16;
        for (int step = budget / 2; step > 0; step /= 2) {
            try (var program = TestProgram.of(code, RandomProgram.MAPS)) {
                var context = new RunContext(program.environment(), 0);
                var interpreter = new Interpreter(
                        program.image(), program.environment(), context, budget - step, () -> { });
                budget -= finishes(interpreter, packet) ? step : 0;
            }
        }
        return budget;
    }

    private static boolean finishes(BpfFunction function, long packet) {
        try {
            function.run(packet, RandomProgram.PACKET_BYTES);
            return true;
        } catch (BpfFault fault) {
            assertThat(fault).hasMessageContaining(" instructions");
            return false;
        }
    }
}
