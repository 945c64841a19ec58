package okko.external.cli;

import java.util.stream.Stream;
import okko.ringshm.idle.IdlePolicy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an idle policy as users write it, in lower case. */
final class IdlePolicyName implements ITypeConverter<IdlePolicy> {

    @Override
    public IdlePolicy convert(String value) {
        return Stream.of(IdlePolicy.values())
                .filter(policy -> policy.label().equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected busy, adaptive or sleep, not " + value));
    }
}
