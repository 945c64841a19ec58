package okko.switchd.cli;

import okko.switchd.program.FilterEngine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of what executes a filter program. */
final class EngineName implements ITypeConverter<FilterEngine> {

    @Override
    public FilterEngine convert(String name) {
        for (FilterEngine engine : FilterEngine.values()) {
            if (engine.label().equals(name)) {
                return engine;
            }
        }
        throw new TypeConversionException("expected jit or interpreter, but was '" + name + "'");
    }
}
