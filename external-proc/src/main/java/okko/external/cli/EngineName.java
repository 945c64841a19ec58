package okko.external.cli;

import okko.bpf.program.Engine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an engine as users write it, in lower case. */
final class EngineName implements ITypeConverter<Engine> {

    @Override
    public Engine convert(String value) {
        return switch (value) {
            case "jit" -> Engine.JIT;
            case "interpreter" -> Engine.INTERPRETER;
            default -> throw new TypeConversionException("expected jit or interpreter, not " + value);
        };
    }
}
