package okko.external.cli;

import java.util.stream.Stream;
import okko.bpf.program.Engine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an engine as users write it, in lower case. */
final class EngineName implements ITypeConverter<Engine> {

    @Override
    public Engine convert(String value) {
        return Stream.of(Engine.values())
                .filter(engine -> engine.label().equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected jit or interpreter, not " + value));
    }
}
