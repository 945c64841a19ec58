package okko.bpf.compile;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okko.bpf.isa.Reg;

/**
 * Lays out the class of a program: what Java would write as
 * <pre>{@code
 * final class Program$acl extends ProvedFunction {        // CheckedFunction, if accesses are checked at run time
 *     Program$acl(CompiledProgram program, RunContext context, Runnable onClose) { super(program, context, onClose); }
 *
 *     protected long execute(long r1, long r2) {          // the entry function
 *         long r10 = stackTop;
 *         …
 *         Reference.reachabilityFence(this);              // the stack is in use until here
 *         return r0;
 *     }
 *
 *     private long function42(long r1, long r10) { … }    // a function that reads r1 and r10 of those it is given
 *
 *     private long r0, …, r10;                            // of a function that is cut into pieces
 *     private int function42$0(int ticket) { … }
 * }
 * }</pre>
 */
final class ProgramClass {

    private static final ClassDesc PROGRAM = CompiledProgram.class.describeConstable().orElseThrow();
    private static final ClassDesc RUNNABLE = Runnable.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc CONSTRUCTOR = MethodTypeDesc.of(CD_void, PROGRAM, Calls.CONTEXT, RUNNABLE);

    private ProgramClass() {}

    /**
     * Builds the class file.
     *
     * @throws IllegalArgumentException if it would exceed what the JVM allows a class
     */
    static byte[] build(Compilation compilation) {
        ClassDesc superclass = compilation.checksAccesses() ? CheckedFunction.SELF : ProvedFunction.SELF;
        return ClassFile.of().build(compilation.self(), type -> {
            type.withFlags(ACC_FINAL).withSuperclass(superclass);
            type.withMethodBody(INIT_NAME, CONSTRUCTOR, 0, code -> code.aload(0).aload(1).aload(2).aload(3)
                    .invokespecial(superclass, INIT_NAME, CONSTRUCTOR).return_());
            functions(type, compilation);
        });
    }

    private static void functions(ClassBuilder type, Compilation compilation) {
        Set<Integer> called = new HashSet<>();
        compilation.graph().functions().forEach(function -> called.addAll(function.callees()));
        List<FunctionMethods> all = compilation.graph().functions().stream().map(function -> {
            var methods = new FunctionMethods(compilation, function);
            if (function.entry() == 0) {
                methods.emitExecute(type);
            }
            if (called.contains(function.entry())) {
                methods.emitLocal(type);
            }
            methods.emitPieces(type);
            return methods;
        }).toList();
        if (all.stream().anyMatch(FunctionMethods::isCut)) {
            for (int number = 0; number < Reg.COUNT; number++) {
                type.withField(HandOver.field(new Reg(number)), CD_long, ACC_PRIVATE);
            }
        }
    }
}
