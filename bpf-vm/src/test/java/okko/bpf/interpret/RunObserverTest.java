package okko.bpf.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import okko.bpf.asm.Assembler;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import org.junit.jupiter.api.Test;

class RunObserverTest {

    private static final int BUDGET = 5;

    @Test
    void shouldShowEachStepBeforeItIsTaken() {
        List<String> steps = new ArrayList<>();
        try (Environment environment = environment("r0 = 7 ll; call pc 4; exit; r0 += 1; exit")) {
            Interpreter interpreter = interpreter("r0 = 7 ll; call pc 4; exit; r0 += 1; exit", environment);
            interpreter.observe((pc, registers) -> steps.add(pc + ": r0 = " + registers[0]));

            assertThat(interpreter.run(0, 0)).isEqualTo(8);
        }
        assertThat(steps).containsExactly("0: r0 = 0", "2: r0 = 7", "4: r0 = 7", "5: r0 = 8", "3: r0 = 8");
    }

    @Test
    void shouldStopAtTheBudgetWhenObserved() {
        List<Integer> pcs = new ArrayList<>();
        try (Environment environment = environment("r0 = 0; goto -2")) {
            Interpreter interpreter = interpreter("r0 = 0; goto -2", environment);
            interpreter.observe((pc, _) -> pcs.add(pc));

            assertThatThrownBy(() -> interpreter.run(0, 0))
                    .isInstanceOf(BpfFault.class).hasMessageEndingWith("more than 5 instructions");
        }
        assertThat(pcs).containsExactly(0, 1, 0, 1, 0);
    }

    private static Environment environment(String program) {
        return Environment.allocate(image(program), () -> 0, _ -> { });
    }

    private static Interpreter interpreter(String program, Environment environment) {
        return new Interpreter(image(program), environment, new RunContext(environment, 0), BUDGET, () -> { });
    }

    private static ProgramImage image(String program) {
        return new ProgramImage("test", Abi.OKO, Assembler.assemble(program), List.of(), SourceLines.NONE);
    }
}
