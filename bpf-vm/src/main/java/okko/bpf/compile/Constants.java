package okko.bpf.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Live objects that the generated class refers to as constants, so that the JIT knows their classes and fields and
 * inlines their methods. They travel as class data: a list, one dynamic constant per position.
 */
final class Constants {

    private final List<Object> classData = new ArrayList<>();

    /** Pushes an object; {@code type} is what the code at hand takes it for, a class that it may access. */
    void load(CodeBuilder code, Object object, ClassDesc type) {
        code.loadConstant(DynamicConstantDesc.ofNamed(
                ConstantDescs.BSM_CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, type, position(object)));
    }

    private int position(Object object) {
        for (int i = 0; i < classData.size(); i++) {
            if (classData.get(i) == object) {
                return i;
            }
        }
        classData.add(object);
        return classData.size() - 1;
    }

    /** {@return the objects, in the order of their positions} */
    List<Object> classData() {
        return List.copyOf(classData);
    }
}
