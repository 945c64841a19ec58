package okko.bpf.compile;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import okko.bpf.engine.Environment;
import okko.bpf.engine.PlatformVariable;
import okko.bpf.isa.Instruction.Load;
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;
import okko.bpf.isa.Instruction.LoadVariable;

/** Emits loads of handles and addresses: of maps, values, variables and functions, and from the context of XDP. */
final class AddressLoads {

    private static final MethodTypeDesc GET_LONG = MethodTypeDesc.of(CD_long);
    private static final MethodTypeDesc GET_INT = MethodTypeDesc.of(CD_int);

    private final Method method;
    private final Packet packet;
    private final CodeBuilder code;
    private final Registers registers;
    private final Environment environment;

    /** Where a method finds the bounds of the packet. */
    enum Packet {
        /** In the parameters of {@code execute}, locals 1 and 3. */
        IN_PARAMETERS,
        /** In the context. */
        IN_CONTEXT
    }

    AddressLoads(Method method, Packet packet) {
        this.method = method;
        this.packet = packet;
        code = method.code();
        registers = method.registers();
        environment = method.compilation().environment();
    }

    /** Emits the load of a map's handle, which only calls on unknown maps look at. */
    void emit(LoadMap load) {
        code.loadConstant(Environment.mapHandle(load.map()));
        registers.store(load.dst());
    }

    /** Emits the load of an address in an array's first value, as the map has it: it may be bound to other memory. */
    void emit(int pc, LoadMapValue load) {
        int map = load.map();
        if (environment.firstValue(map) == 0) {
            method.fail(pc, "no global data or array to point into: map " + map);
            return;
        }
        method.compilation().constants().load(code, environment.maps().get(map), Calls.MAP);
        code.invokeinterface(Calls.MAP, "firstValue", GET_LONG);
        if (load.offsetBytes() != 0) {
            code.loadConstant((long) load.offsetBytes()).ladd();
        }
        registers.store(load.dst());
    }

    void emit(int pc, LoadVariable load) {
        PlatformVariable variable = PlatformVariable.byNumber(load.variable());
        if (variable == null) {
            method.fail(pc, "no such variable: " + load.variable());
            return;
        }
        code.loadConstant(environment.variableAddress(variable));
        registers.store(load.dst());
    }

    void emit(LoadCode load) {
        code.loadConstant(Environment.codeHandle(load.target()));
        registers.store(load.dst());
    }

    /** Emits the load of a field of {@code struct xdp_md}, whose addresses are whole. */
    void emitContext(int pc, Load load) {
        switch (load.offsetBytes()) {
            case 0, 8 -> packet();
            case 4 -> {
                packet();
                length();
                code.ladd();
            }
            case 12 -> contextNumber("ingressPort");
            case 16 -> contextNumber("receiveQueue");
            case 20 -> code.lconst_0();
            default -> throw new IllegalArgumentException("at pc " + pc + ": the context has no field at offset "
                    + load.offsetBytes());
        }
        registers.store(load.dst());
    }

    private void packet() {
        switch (packet) {
            case IN_PARAMETERS -> code.lload(1);
            case IN_CONTEXT -> {
                method.pushContext();
                code.invokevirtual(Calls.CONTEXT, "packet", GET_LONG);
            }
        }
    }

    private void length() {
        switch (packet) {
            case IN_PARAMETERS -> code.lload(3);
            case IN_CONTEXT -> {
                method.pushContext();
                code.invokevirtual(Calls.CONTEXT, "lengthBytes", GET_LONG);
            }
        }
    }

    private void contextNumber(String accessor) {
        method.pushContext();
        code.invokevirtual(Calls.CONTEXT, accessor, GET_INT).i2l().loadConstant(0xffff_ffffL).land();
    }
}
