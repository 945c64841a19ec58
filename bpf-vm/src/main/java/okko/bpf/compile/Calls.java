package okko.bpf.compile;

import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Collections;
import java.util.function.Consumer;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.helper.Helper;
import okko.bpf.helper.Lookup3;
import okko.bpf.helper.Printf;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.LoadData;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Reg;
import okko.bpf.map.BpfMap;
import org.agrona.concurrent.NanoClock;

/**
 * Emits calls of helpers and of the program's own functions, and the loads of what helpers take.
 *
 * <p>A map that the verifier knows at a call is a constant there: the JIT sees its class through the interface call and
 * inlines the look-up.
 */
final class Calls {

    private static final ClassDesc MAP = BpfMap.class.describeConstable().orElseThrow();
    private static final ClassDesc CLOCK = NanoClock.class.describeConstable().orElseThrow();
    private static final ClassDesc ENVIRONMENT = Environment.class.describeConstable().orElseThrow();
    private static final ClassDesc HASH = Lookup3.class.describeConstable().orElseThrow();
    private static final ClassDesc PRINTF = Printf.class.describeConstable().orElseThrow();
    private static final ClassDesc LOG = Consumer.class.describeConstable().orElseThrow();

    /** The format and three numbers. */
    private static final int PRINTF_ARGUMENTS = 4;

    private static final Reg MAP_ARGUMENT = new Reg(1);

    /** A local function takes r1 to r5 and its r10. */
    static final MethodTypeDesc LOCAL_FUNCTION = ofLongs(Registers.ARGUMENTS + 1);

    private final CodeBuilder code;
    private final Registers registers;
    private final Environment environment;
    private final Constants constants;
    private final ClassDesc self;

    Calls(Registers registers, Environment environment, Constants constants, ClassDesc self) {
        this.registers = registers;
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
        arguments(1, Registers.ARGUMENTS);
        registers.load(Reg.FRAME_POINTER);
        code.loadConstant((long) BpfFunction.STACK_BYTES).lsub();
        code.invokestatic(self, methodName(call.target()), LOCAL_FUNCTION);
        registers.store(Registers.RESULT);
    }

    /** Emits the load of a map's handle, which only calls on unknown maps look at. */
    void emit(LoadMap load) {
        code.loadConstant(Environment.mapHandle(load.map()));
        registers.store(load.dst());
    }

    void emit(LoadData load) {
        code.loadConstant(environment.dataAddresses().get(load.section()) + load.offsetBytes());
        registers.store(load.dst());
    }

    /** Emits the call of a helper; {@code map} is the position of the map that r1 holds, -1 if it is not known. */
    void emit(CallHelper call, int map) {
        Helper helper = Helper.byId(call.helper());
        if (helper == null) {
            throw new IllegalArgumentException("no such helper: number=" + call.helper());
        }
        switch (helper) {
            case MAP_LOOKUP -> mapCall(map, "lookup", 1);
            case MAP_UPDATE -> mapCall(map, "update", 2);
            case MAP_DELETE -> mapCall(map, "delete", 1);
            case MAP_ADD -> mapCall(map, "add", 1);
            case TIME_GET_NS -> {
                constants.load(code, environment.clock(), CLOCK);
                code.invokeinterface(CLOCK, "nanoTime", MethodTypeDesc.of(CD_long));
            }
            case HASH -> hash();
            case PRINTF -> print();
        }
        registers.store(Registers.RESULT);
    }

    private void hash() {
        arguments(1, 2);
        code.l2i().invokestatic(HASH, "hash", MethodTypeDesc.of(CD_int, CD_long, CD_int));
        code.invokestatic(CD_Integer, "toUnsignedLong", MethodTypeDesc.of(CD_long, CD_int));
    }

    private void print() {
        constants.load(code, environment.log(), LOG);
        arguments(1, PRINTF_ARGUMENTS);
        code.invokestatic(PRINTF, "format",
                MethodTypeDesc.of(CD_String, Collections.nCopies(PRINTF_ARGUMENTS, CD_long)));
        code.invokeinterface(LOG, "accept", MethodTypeDesc.of(CD_void, CD_Object));
        code.lconst_0();
    }

    /** Emits a call on a map with as many arguments, which begin at r2. */
    private void mapCall(int map, String method, int arguments) {
        if (map >= 0) {
            constants.load(code, environment.maps().get(map), MAP);
        } else {
            constants.load(code, environment, ENVIRONMENT);
            registers.load(MAP_ARGUMENT);
            code.invokevirtual(ENVIRONMENT, "mapByHandle", MethodTypeDesc.of(MAP, CD_long));
        }
        arguments(2, 1 + arguments);
        code.invokeinterface(MAP, method, ofLongs(arguments));
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
