package okko.bpf.compile;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.ref.Reference;

/** Leaves the method of a whole function: returns r0 to who called it. */
final class ReturnResult implements Leave {

    private static final ClassDesc REFERENCE = Reference.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc FENCE = MethodTypeDesc.of(CD_void, CD_Object);

    private final Method method;
    private final Caller caller;
    private Label ended;

    /** Who calls the function. */
    enum Caller {
        /** The engine: the function's result is the run's. */
        ENGINE,
        /** Another function, which asks by itself whether the run has ended. */
        PROGRAM
    }

    ReturnResult(Method method, Caller caller) {
        this.method = method;
        this.caller = caller;
    }

    @Override
    public void exit() {
        switch (caller) {
            case ENGINE -> fence(method);
            case PROGRAM -> method.budget().save();
        }
        method.registers().load(Registers.RESULT);
        method.code().lreturn();
    }

    @Override
    public Label ended() {
        if (ended == null) {
            ended = method.code().newLabel();
        }
        return ended;
    }

    @Override
    public Label goOnAt(int pc) {
        throw new IllegalStateException("the method holds all of its function: pc=" + pc);
    }

    @Override
    public void emitLabels() {
        if (ended == null) {
            return;
        }
        method.code().labelBinding(ended);
        switch (caller) {
            case ENGINE -> {
                fence(method);
                pushResultOfRun(method);
            }
            case PROGRAM -> method.code().lconst_0();
        }
        method.code().lreturn();
    }

    /** Emits what keeps the function reachable, and its stack with it, until here. */
    static void fence(Method method) {
        method.code().aload(0).invokestatic(REFERENCE, "reachabilityFence", FENCE);
    }

    /** Emits the push of what a run that has ended results in. */
    static void pushResultOfRun(Method method) {
        method.pushContext();
        method.code().invokevirtual(Calls.CONTEXT, "result", MethodTypeDesc.of(CD_long));
    }
}
