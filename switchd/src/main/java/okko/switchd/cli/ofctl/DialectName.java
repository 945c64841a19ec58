package okko.switchd.cli.ofctl;

import java.util.Locale;
import okko.switchd.openflow.Dialect;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a dialect. */
final class DialectName implements ITypeConverter<Dialect> {

    @Override
    public Dialect convert(String name) {
        for (Dialect dialect : Dialect.values()) {
            if (dialect.name().toLowerCase(Locale.ROOT).equals(name)) {
                return dialect;
            }
        }
        throw new TypeConversionException("expected okko, oko or p4rt, but was '" + name + "'");
    }
}
