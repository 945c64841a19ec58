package okko.bpf.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import okko.bpf.engine.BpfFault;

/**
 * A JVM method while it is written.
 *
 * @param code        its bytecode
 * @param registers   the function's registers, as locals of it
 * @param budget      what counts instructions in it
 * @param compilation of the program
 */
record Method(CodeBuilder code, Registers registers, Budget budget, Compilation compilation) {

    private static final MethodTypeDesc FAULT = MethodTypeDesc.of(
            BpfFault.class.describeConstable().orElseThrow(), ConstantDescs.CD_int, ConstantDescs.CD_String);

    /** Begins a method; {@code parameters} says which registers it is given, from local {@code firstSlot} on. */
    static Method of(
            CodeBuilder code, Compilation compilation, Charges charges, int firstSlot, int parameters) {
        var registers = new Registers(code, firstSlot, parameters);
        return new Method(code, registers, new Budget(registers, compilation, charges), compilation);
    }

    /** Emits that an instruction can only fail, which is an error now unless accesses are checked at run time. */
    void fail(int pc, String reason) {
        if (!compilation.checksAccesses()) {
            throw new IllegalArgumentException("at pc " + pc + ": " + reason);
        }
        code.loadConstant(pc).loadConstant(reason).invokestatic(CompiledFunction.SELF, "fault", FAULT).athrow();
    }

    /** Pushes the context of the run. */
    void pushContext() {
        code.aload(0).invokevirtual(CompiledFunction.SELF, "context", Calls.GET_CONTEXT);
    }
}
