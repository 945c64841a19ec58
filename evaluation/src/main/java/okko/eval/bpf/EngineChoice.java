package okko.eval.bpf;

import okko.bpf.compile.CompileOptions;
import okko.bpf.compile.CompileOptions.RangeChecks;
import okko.bpf.program.Engine;
import okko.bpf.program.LoadOptions;
import picocli.CommandLine.Option;

/** The options that say what executes a program. */
final class EngineChoice {

    @Option(names = "--engine", defaultValue = "jit", paramLabel = "ENGINE", converter = EngineName.class,
            description = "jit or interpreter (default: ${DEFAULT-VALUE}).")
    private Engine engine;

    @Option(names = "--checked",
            description = "Compiled code checks each access to memory; the interpreter always does.")
    private boolean isChecked;

    /** {@return what executes} */
    Engine engine() {
        return engine;
    }

    /** {@return whether compiled code is to check each access} */
    boolean isChecked() {
        return isChecked;
    }

    /** {@return options with these choices} */
    LoadOptions applyTo(LoadOptions options) {
        CompileOptions compile = options.compile();
        return isChecked
                ? options.with(new CompileOptions(RangeChecks.AT_RUN_TIME, compile.instructionBudget()))
                : options;
    }
}
