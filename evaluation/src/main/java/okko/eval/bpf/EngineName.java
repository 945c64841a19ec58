package okko.eval.bpf;

import okko.bpf.program.Engine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of what executes a program. */
final class EngineName implements ITypeConverter<Engine> {

    @Override
    public Engine convert(String name) {
        for (Engine engine : Engine.values()) {
            if (engine.label().equals(name)) {
                return engine;
            }
        }
        throw new TypeConversionException("expected jit or interpreter, but was '" + name + "'");
    }
}
