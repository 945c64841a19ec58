package okko.switchd.parse;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Set;

/**
 * Loads copies of some classes that report each branch they take: behind every conditional jump and at every place that
 * can be jumped to, {@link Coverage#hit} is called with a number of its own.
 */
public final class CoverageLoader extends ClassLoader {

    private static final ClassDesc COVERAGE = ClassDesc.of(Coverage.class.getName());
    private static final MethodTypeDesc HIT = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

    private final Set<String> instrumented;
    private int probes;

    /** Instruments the classes of these names; all others are those of everybody. */
    public CoverageLoader(Set<String> instrumented) {
        super(CoverageLoader.class.getClassLoader());
        this.instrumented = instrumented;
    }

    /** How many places have been numbered so far, from 0 on. */
    int probes() {
        return probes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!instrumented.contains(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : defineInstrumented(name);
        }
    }

    private Class<?> defineInstrumented(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            // Without names of variables: their ranges are places that nobody jumps to.
            ClassFile classFile = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG);
            ClassModel model = classFile.parse(in.readAllBytes());
            byte[] bytes = classFile.transformClass(model,
                    ClassTransform.transformingMethodBodies(this::instrument));
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private void instrument(CodeBuilder builder, CodeElement element) {
        builder.with(element);
        boolean isJump = element instanceof BranchInstruction branch && !branch.opcode().name().startsWith("GOTO");
        if (isJump || element instanceof LabelTarget) {
            builder.loadConstant(probes++).invokestatic(COVERAGE, "hit", HIT);
        }
    }
}
