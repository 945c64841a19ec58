package okko.bpf.compile;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.helper.Helper;
import okko.bpf.helper.HelperCode;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.LoadPacket;
import okko.bpf.isa.Reg;
import okko.bpf.map.BpfMap;

/**
 * Emits calls of helpers and of the program's own functions, and loads from the packet, which are calls too.
 *
 * <p>A map that the verifier knows at a call is a constant there: the JIT sees its class through the interface call and
 * inlines the look-up. A function is given the registers that it reads, and no others.
 */
final class Calls {

    static final ClassDesc CONTEXT = RunContext.class.describeConstable().orElseThrow();
    static final ClassDesc MAP = BpfMap.class.describeConstable().orElseThrow();
    static final MethodTypeDesc GET_CONTEXT = MethodTypeDesc.of(CONTEXT);

    /** What the interpreter leaves in r1 to r5, too; only programs that nobody verified read it. */
    private static final long POISON = 0x5bad_c0de_5bad_c0deL;

    private static final ClassDesc ENVIRONMENT = Environment.class.describeConstable().orElseThrow();
    private static final ClassDesc HELPER = Helper.class.describeConstable().orElseThrow();
    private static final ClassDesc HELPER_CODE = HelperCode.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc HELPER_CALL =
            ofLongs(Registers.ARGUMENTS).insertParameterTypes(0, CONTEXT, MAP);
    private static final MethodTypeDesc CHECKED_CALL =
            ofLongs(Registers.ARGUMENTS).insertParameterTypes(0, HELPER).insertParameterTypes(6, CD_int);
    private static final MethodTypeDesc CALL_BY_NUMBER =
            ofLongs(1 + Registers.ARGUMENTS).insertParameterTypes(6, CD_int);
    private static final MethodTypeDesc FUNCTION_AT = MethodTypeDesc.of(CD_int, CD_long);
    private static final MethodTypeDesc LOAD_PACKET = MethodTypeDesc.of(CD_long, CD_int, CD_int);
    private static final int ALL_ARGUMENTS = 0b111110;
    private static final int FRAME_POINTER = 1 << Reg.FRAME_POINTER.number();

    private final Method method;
    private final Leave leave;
    private final CodeBuilder code;
    private final Registers registers;
    private final Compilation compilation;

    Calls(Method method, Leave leave) {
        this.method = method;
        this.leave = leave;
        code = method.code();
        registers = method.registers();
        compilation = method.compilation();
    }

    /** {@return the name of the method for a function that is called} */
    static String methodName(int entry) {
        return "function" + entry;
    }

    /** {@return the type of the method for a function that is called: it takes the registers that it reads} */
    static MethodTypeDesc functionType(Compilation compilation, int entry) {
        return ofLongs(Integer.bitCount(compilation.demand().registersBefore(entry)));
    }

    private static MethodTypeDesc ofLongs(int arguments) {
        return MethodTypeDesc.of(CD_long, Collections.nCopies(arguments, CD_long));
    }

    void emit(int pc, CallLocal call) {
        callFunction(pc, call.target());
        leaveIfEnded(compilation.graph().mayEndRun(call.target()));
        spoilArguments(pc);
    }

    /** Emits a switch over the functions that the register may name; what it names else is a helper's number. */
    void emit(int pc, CallRegister call) {
        Label helper = code.newLabel();
        Label done = code.newLabel();
        var cases = new ArrayList<SwitchCase>();
        for (int target : compilation.graph().addressTaken()) {
            cases.add(SwitchCase.of(target, code.newLabel()));
        }
        if (!cases.isEmpty()) {
            registers.load(call.callee());
            code.invokestatic(CompiledFunction.SELF, "functionAt", FUNCTION_AT).lookupswitch(helper, cases);
            for (SwitchCase each : cases) {
                code.labelBinding(each.target());
                callFunction(pc, each.caseValue());
                code.goto_(done);
            }
        }
        code.labelBinding(helper).aload(0);
        registers.load(call.callee());
        arguments(ALL_ARGUMENTS);
        code.loadConstant(pc).invokevirtual(CompiledFunction.SELF, "callByNumber", CALL_BY_NUMBER);
        registers.store(Registers.RESULT);
        code.labelBinding(done);
        leaveIfEnded(true);
        spoilArguments(pc);
    }

    private void callFunction(int pc, int target) {
        int read = compilation.demand().registersBefore(target);
        boolean readsFrame = (read & FRAME_POINTER) != 0;
        method.budget().save();
        code.aload(0);
        for (Reg register : Registers.of(read & ~FRAME_POINTER)) {
            registers.load(register);
        }
        if (compilation.checksAccesses()) {
            CheckedFunction.pushMemory(code);
            code.loadConstant(pc)
                    .invokevirtual(CheckedFunction.MEMORY, "pushFrame", MethodTypeDesc.of(CD_long, CD_int));
            if (!readsFrame) {
                code.pop2();
            }
        } else if (readsFrame) {
            registers.load(Reg.FRAME_POINTER);
            code.loadConstant((long) BpfFunction.STACK_BYTES).lsub();
        }
        code.invokespecial(compilation.self(), methodName(target), functionType(compilation, target));
        registers.store(Registers.RESULT);
        if (compilation.checksAccesses()) {
            CheckedFunction.pushMemory(code);
            code.invokevirtual(CheckedFunction.MEMORY, "popFrame", MethodTypeDesc.of(CD_long)).pop2();
        }
        method.budget().load();
    }

    /** Emits the call of a helper; the analysis tells which map it is about, if that is always the same. */
    void emit(int pc, CallHelper call) {
        Helper helper = Helper.byNumber(compilation.image().abi(), call.helper());
        if (helper == null) {
            method.fail(pc, "no such helper: " + call.helper());
            return;
        }
        if (compilation.checksAccesses()) {
            code.aload(0);
            compilation.constants().load(code, helper, HELPER);
            arguments(Demand.argumentsOf(helper));
            code.loadConstant(pc).invokevirtual(CompiledFunction.SELF, "callHelper", CHECKED_CALL);
        } else {
            compilation.constants().load(code, helper.code(), HELPER_CODE);
            method.pushContext();
            map(helper, compilation.analysis().mapAtCall()[pc]);
            arguments(Demand.argumentsOf(helper));
            code.invokeinterface(HELPER_CODE, "call", HELPER_CALL);
        }
        registers.store(Registers.RESULT);
        leaveIfEnded(helper.mayEndRun());
        spoilArguments(pc);
    }

    /** Pushes the map of a call; {@code known} is its position, or -1. */
    private void map(Helper helper, int known) {
        if (helper.mapArgument() == 0) {
            code.aconst_null();
        } else if (known >= 0) {
            compilation.constants().load(code, compilation.environment().maps().get(known), MAP);
        } else {
            compilation.constants().load(code, compilation.environment(), ENVIRONMENT);
            registers.load(new Reg(helper.mapArgument()));
            code.invokevirtual(ENVIRONMENT, "mapByHandle", MethodTypeDesc.of(MAP, CD_long));
        }
    }

    void emit(int pc, LoadPacket load) {
        code.aload(0).loadConstant(load.size().bytes());
        registers.loadLow(load.index());
        code.loadConstant(load.offsetBytes()).iadd()
                .invokevirtual(CompiledFunction.SELF, "loadPacket", LOAD_PACKET).dup2();
        registers.store(Registers.RESULT);
        code.lconst_0().lcmp().iflt(leave.ended());
        spoilArguments(pc);
    }

    private void leaveIfEnded(boolean mayHaveEnded) {
        if (mayHaveEnded) {
            method.pushContext();
            code.invokevirtual(CONTEXT, "hasEnded", MethodTypeDesc.of(CD_boolean)).ifne(leave.ended());
        }
    }

    /** Emits what a call does to r1 to r5, as far as a program that nobody verified reads them again. */
    private void spoilArguments(int pc) {
        for (Reg register : Registers.of(compilation.demand().registersBehind(pc) & ALL_ARGUMENTS)) {
            code.loadConstant(POISON);
            registers.store(register);
        }
    }

    /** Pushes r1 to r5; zeroes for those that the callee does not look at. */
    private void arguments(int read) {
        for (Reg register : Registers.of(ALL_ARGUMENTS)) {
            if ((read >> register.number() & 1) != 0) {
                registers.load(register);
            } else {
                code.lconst_0();
            }
        }
    }
}
