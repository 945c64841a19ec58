package okko.bpf.compile;

import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Collections;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.engine.PlatformVariable;
import okko.bpf.engine.RunContext;
import okko.bpf.helper.Helper;
import okko.bpf.helper.HelperCode;
import okko.bpf.image.Abi;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;
import okko.bpf.isa.Instruction.LoadPacket;
import okko.bpf.isa.Instruction.LoadVariable;
import okko.bpf.isa.Reg;
import okko.bpf.map.BpfMap;

/**
 * Emits calls of helpers and of the program's own functions, and the loads of what helpers take.
 *
 * <p>A map that the verifier knows at a call is a constant there: the JIT sees its class through the interface call and
 * inlines the look-up.
 */
final class Calls {

    private static final ClassDesc MAP = BpfMap.class.describeConstable().orElseThrow();
    private static final ClassDesc ENVIRONMENT = Environment.class.describeConstable().orElseThrow();
    private static final ClassDesc HELPER_CODE = HelperCode.class.describeConstable().orElseThrow();
    private static final ClassDesc CONTEXT = RunContext.class.describeConstable().orElseThrow();
    private static final ClassDesc FUNCTION = CompiledFunction.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc HELPER_CALL = ofLongs(Registers.ARGUMENTS).insertParameterTypes(0, CONTEXT, MAP);

    /** A local function takes r1 to r5 and its r10. */
    static final MethodTypeDesc LOCAL_FUNCTION = ofLongs(Registers.ARGUMENTS + 1);

    private final CodeBuilder code;
    private final Registers registers;
    private final Abi abi;
    private final Environment environment;
    private final Constants constants;
    private final ClassDesc self;

    Calls(Registers registers, Abi abi, Environment environment, Constants constants, ClassDesc self) {
        this.registers = registers;
        this.abi = abi;
        this.environment = environment;
        this.constants = constants;
        this.self = self;
        code = registers.code();
    }

    /** {@return the name of the method for a local function} */
    static String methodName(int entry) {
        return "function" + entry;
    }

    void emit(CallLocal call) {
        code.aload(0);
        arguments(1, Registers.ARGUMENTS);
        registers.load(Reg.FRAME_POINTER);
        code.loadConstant((long) BpfFunction.STACK_BYTES).lsub();
        code.invokespecial(self, methodName(call.target()), LOCAL_FUNCTION);
        registers.store(Registers.RESULT);
    }

    /** Emits the load of a map's handle, which only calls on unknown maps look at. */
    void emit(LoadMap load) {
        code.loadConstant(Environment.mapHandle(load.map()));
        registers.store(load.dst());
    }

    void emit(LoadMapValue load) {
        constants.load(code, environment.maps().get(load.map()), MAP);
        code.invokeinterface(MAP, "firstValue", MethodTypeDesc.of(CD_long));
        code.loadConstant((long) load.offsetBytes()).ladd();
        registers.store(load.dst());
    }

    void emit(LoadVariable load) {
        code.loadConstant(environment.variableAddress(PlatformVariable.byNumber(load.variable())));
        registers.store(load.dst());
    }

    void emit(LoadCode load) {
        code.loadConstant(Environment.codeHandle(load.target()));
        registers.store(load.dst());
    }

    /** Emits the call of a helper; {@code map} is the position of the map that it is about, -1 if it is not known. */
    void emit(CallHelper call, int map) {
        Helper helper = Helper.byNumber(abi, call.helper());
        if (helper == null) {
            throw new IllegalArgumentException("no such helper: number=" + call.helper());
        }
        constants.load(code, helper.code(), HELPER_CODE);
        code.aload(0).invokevirtual(FUNCTION, "context", MethodTypeDesc.of(CONTEXT));
        map(helper, map);
        arguments(1, Registers.ARGUMENTS);
        code.invokeinterface(HELPER_CODE, "call", HELPER_CALL);
        registers.store(Registers.RESULT);
    }

    private void map(Helper helper, int map) {
        if (helper.mapArgument() == 0) {
            code.aconst_null();
        } else if (map >= 0) {
            constants.load(code, environment.maps().get(map), MAP);
        } else {
            constants.load(code, environment, ENVIRONMENT);
            registers.load(new Reg(helper.mapArgument()));
            code.invokevirtual(ENVIRONMENT, "mapByHandle", MethodTypeDesc.of(MAP, CD_long));
        }
    }

    private static MethodTypeDesc ofLongs(int arguments) {
        return MethodTypeDesc.of(CD_long, Collections.nCopies(arguments, CD_long));
    }

    /** Pushes consecutive registers. */
    private void arguments(int first, int last) {
        for (int number = first; number <= last; number++) {
            registers.load(new Reg(number));
        }
    }
}
