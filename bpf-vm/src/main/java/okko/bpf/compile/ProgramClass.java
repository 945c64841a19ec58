package okko.bpf.compile;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PROTECTED;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.ref.Reference;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Reg;
import okko.bpf.verify.Analysis;

/**
 * Lays out the class of a program: what Java would write as
 * <pre>{@code
 * final class Program$acl extends CompiledFunction {
 *     Program$acl(int depth, RunContext context, Runnable onClose) { super(depth, context, onClose); }
 *
 *     protected long execute(long r1, long r2) {     // the entry function
 *         long r3 = 0, r4 = 0, r5 = 0, r10 = stackTop, r0 = 0, …;
 *         …
 *         Reference.reachabilityFence(this);         // the stack is in use until here
 *         return r0;
 *     }
 *
 *     long function42(long r1, …, long r5, long r10) { … }
 * }
 * }</pre>
 */
final class ProgramClass {

    private static final ClassDesc SUPER = CompiledFunction.class.describeConstable().orElseThrow();
    private static final ClassDesc CONTEXT = RunContext.class.describeConstable().orElseThrow();
    private static final ClassDesc RUNNABLE = Runnable.class.describeConstable().orElseThrow();
    private static final ClassDesc REFERENCE = Reference.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc CONSTRUCTOR = MethodTypeDesc.of(CD_void, CD_int, CONTEXT, RUNNABLE);
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_long, CD_long, CD_long);
    private static final int FIRST_SLOT = 1;

    private final ProgramImage image;
    private final Analysis analysis;
    private final CallGraph graph;
    private final Environment environment;
    private final Constants constants;
    private final ClassDesc name;

    ProgramClass(ProgramImage image, Analysis analysis, CallGraph graph, Environment environment, Constants constants) {
        this.image = image;
        this.analysis = analysis;
        this.graph = graph;
        this.environment = environment;
        this.constants = constants;
        name = ClassDesc.of(ProgramClass.class.getPackageName(), "Program$" + identifier(image.name()));
    }

    private static String identifier(String name) {
        var text = new StringBuilder(name.length());
        name.codePoints().map(c -> Character.isJavaIdentifierPart(c) ? c : '_').forEach(text::appendCodePoint);
        return text.toString();
    }

    /**
     * Builds the class file.
     *
     * @throws IllegalArgumentException if a function exceeds the 64 KiB of bytecode that a JVM method may have
     */
    byte[] build() {
        return ClassFile.of().build(name, type -> {
            type.withFlags(ACC_FINAL).withSuperclass(SUPER);
            type.withMethodBody(INIT_NAME, CONSTRUCTOR, 0, ProgramClass::constructor);
            type.withMethodBody("execute", RUN, ACC_PROTECTED, this::execute);
            graph.callees().forEach(function -> localFunction(type, function));
        });
    }

    private static void constructor(CodeBuilder code) {
        code.aload(0).iload(1).aload(2).aload(3).invokespecial(SUPER, INIT_NAME, CONSTRUCTOR).return_();
    }

    private void execute(CodeBuilder code) {
        var registers = new Registers(code, FIRST_SLOT);
        registers.zeroArgumentsAfter(RUN.parameterCount());
        code.aload(0).getfield(SUPER, "stackTop", CD_long);
        registers.store(Reg.FRAME_POINTER);
        body(graph.entry(), registers).emit(() -> {
            code.aload(0).invokestatic(REFERENCE, "reachabilityFence", MethodTypeDesc.of(CD_void, CD_Object));
            registers.load(Registers.RESULT);
            code.lreturn();
        });
    }

    private void localFunction(ClassBuilder type, FunctionCode function) {
        type.withMethodBody(Calls.methodName(function.entry()), Calls.LOCAL_FUNCTION, ACC_PRIVATE, code -> {
            var registers = new Registers(code, FIRST_SLOT);
            body(function, registers).emit(() -> {
                registers.load(Registers.RESULT);
                code.lreturn();
            });
        });
    }

    private FunctionBody body(FunctionCode function, Registers registers) {
        return new FunctionBody(image.code(), analysis, function, registers,
                new Calls(registers, image.abi(), environment, constants, name));
    }
}
