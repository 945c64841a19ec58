package okko.bpf.compile;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import okko.bpf.engine.ProgramMemory;
import okko.bpf.isa.AtomicOp;
import okko.bpf.isa.Instruction.Atomic;
import okko.bpf.isa.Instruction.Load;
import okko.bpf.isa.Instruction.Store;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Size;
import org.agrona.UnsafeApi;

/**
 * Emits loads, stores and atomic operations at raw addresses (RFC 9669, section 5); where accesses are checked at run
 * time, the address goes through the function's {@link ProgramMemory} first.
 */
final class Memory {

    private static final ClassDesc UNSAFE = UnsafeApi.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc CHECK = MethodTypeDesc.of(CD_long, CD_long, CD_int, CD_int);
    private static final MethodTypeDesc LOAD_WORD = MethodTypeDesc.of(CD_long, CD_long, CD_int);
    private static final int BYTE_MASK = 0xff;
    private static final int SHORT_MASK = 0xffff;

    private final CodeBuilder code;
    private final Registers registers;
    private final Compilation compilation;

    Memory(Registers registers, Compilation compilation) {
        this.registers = registers;
        this.compilation = compilation;
        code = registers.code();
    }

    void emit(int pc, Load load) {
        if (compilation.checksAccesses() && load.size() == Size.W && !load.signed()) {
            loadWord(pc, load);
            return;
        }
        checkedAddress("readable", pc, load.size(), load.base(), load.offsetBytes());
        code.invokestatic(UNSAFE, "get" + suffix(load.size()), MethodTypeDesc.of(jvmType(load.size()), CD_long));
        switch (load.size()) {
            case B -> extend(load, BYTE_MASK);
            case H -> extend(load, SHORT_MASK);
            case W -> {
                if (load.signed() || !compilation.demand().wantsUpperHalf(pc, load.dst())) {
                    registers.storeLowAlone(load.dst());
                } else {
                    registers.storeLow(load.dst());
                }
            }
            case DW -> registers.store(load.dst());
        }
    }

    /** Emits a load that may be one of a field of the context. */
    private void loadWord(int pc, Load load) {
        CheckedFunction.pushMemory(code);
        address(load.base(), load.offsetBytes());
        code.loadConstant(pc).invokevirtual(CheckedFunction.MEMORY, "loadWord", LOAD_WORD);
        registers.store(load.dst());
    }

    /** Pops a byte or short, which the JVM has sign-extended. */
    private void extend(Load load, int mask) {
        if (!load.signed()) {
            code.loadConstant(mask).iand();
        }
        registers.storeLowAlone(load.dst());
    }

    void emit(int pc, Store store) {
        checkedAddress("writable", pc, store.size(), store.base(), store.offsetBytes());
        switch (store.size()) {
            case B -> {
                registers.loadLow(store.value());
                code.i2b();
            }
            case H -> {
                registers.loadLow(store.value());
                code.i2s();
            }
            case W -> registers.loadLow(store.value());
            case DW -> registers.load(store.value());
        }
        var type = MethodTypeDesc.of(CD_void, CD_long, jvmType(store.size()));
        code.invokestatic(UNSAFE, "put" + suffix(store.size()), type);
    }

    void emit(int pc, Atomic atomic) {
        boolean compares = atomic.op() == AtomicOp.CMPXCHG;
        ClassDesc type = jvmType(atomic.size());
        code.aconst_null();
        checkedAddress("updatable", pc, atomic.size(), atomic.base(), atomic.offsetBytes());
        if (compares) {
            load(atomic.size(), Registers.RESULT);
        }
        load(atomic.size(), atomic.src());
        code.invokestatic(UNSAFE, atomicMethod(atomic.op()) + suffix(atomic.size()),
                compares
                        ? MethodTypeDesc.of(type, CD_Object, CD_long, type, type)
                        : MethodTypeDesc.of(type, CD_Object, CD_long, type));
        if (atomic.fetch()) {
            storeOld(atomic.size(), compares ? Registers.RESULT : atomic.src());
        } else {
            discardOld(atomic.size());
        }
    }

    private static String atomicMethod(AtomicOp op) {
        return switch (op) {
            case ADD -> "getAndAdd";
            case OR -> "getAndBitwiseOr";
            case AND -> "getAndBitwiseAnd";
            case XOR -> "getAndBitwiseXor";
            case XCHG -> "getAndSet";
            case CMPXCHG -> "compareAndExchange";
        };
    }

    private void load(Size size, Reg register) {
        if (size == Size.DW) {
            registers.load(register);
        } else {
            registers.loadLow(register);
        }
    }

    private void storeOld(Size size, Reg register) {
        if (size == Size.DW) {
            registers.store(register);
        } else {
            registers.storeLow(register);
        }
    }

    private void discardOld(Size size) {
        if (size == Size.DW) {
            code.pop2();
        } else {
            code.pop();
        }
    }

    /** Pushes an address; {@code check} is the method of {@link ProgramMemory} that lets it pass. */
    private void checkedAddress(String check, int pc, Size size, Reg base, short offsetBytes) {
        if (compilation.checksAccesses()) {
            CheckedFunction.pushMemory(code);
            address(base, offsetBytes);
            code.loadConstant(size.bytes()).loadConstant(pc).invokevirtual(CheckedFunction.MEMORY, check, CHECK);
        } else {
            address(base, offsetBytes);
        }
    }

    private void address(Reg base, short offsetBytes) {
        registers.load(base);
        if (offsetBytes != 0) {
            code.loadConstant((long) offsetBytes).ladd();
        }
    }

    private static String suffix(Size size) {
        return switch (size) {
            case B -> "Byte";
            case H -> "Short";
            case W -> "Int";
            case DW -> "Long";
        };
    }

    private static ClassDesc jvmType(Size size) {
        return switch (size) {
            case B -> CD_byte;
            case H -> CD_short;
            case W -> CD_int;
            case DW -> CD_long;
        };
    }
}
