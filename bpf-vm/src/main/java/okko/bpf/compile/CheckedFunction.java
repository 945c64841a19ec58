package okko.bpf.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import okko.bpf.engine.ProgramMemory;
import okko.bpf.engine.RunContext;
import okko.bpf.helper.CheckedCalls;
import okko.bpf.helper.Helper;

/** A function whose accesses, calls and arguments of helpers are checked as the interpreter checks them. <b>Hot.</b> */
abstract class CheckedFunction extends CompiledFunction {

    static final ClassDesc SELF = CheckedFunction.class.describeConstable().orElseThrow();
    static final ClassDesc MEMORY = ProgramMemory.class.describeConstable().orElseThrow();

    /** What the program may touch; its stack too. */
    final ProgramMemory memory;

    private final CheckedCalls calls;

    CheckedFunction(CompiledProgram program, RunContext context, Runnable onClose) {
        super(program, context, onClose);
        memory = new ProgramMemory(context, program.environment(), program.image());
        calls = new CheckedCalls(context, program.environment(), memory);
    }

    /** Emits the push of {@link #memory}. */
    static void pushMemory(CodeBuilder code) {
        code.aload(0).getfield(SELF, "memory", MEMORY);
    }

    @Override
    final long callHelper(Helper helper, long r1, long r2, long r3, long r4, long r5, int pc) {
        return calls.call(helper, r1, r2, r3, r4, r5, pc);
    }
}
