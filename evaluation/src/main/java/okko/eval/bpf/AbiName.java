package okko.eval.bpf;

import okko.bpf.image.Abi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of an ABI that object files are written for. */
final class AbiName implements ITypeConverter<Abi> {

    @Override
    public Abi convert(String name) {
        return switch (name) {
            case "oko" -> Abi.OKO;
            case "xdp" -> Abi.XDP;
            default -> throw new TypeConversionException("expected oko or xdp, but was '" + name + "'");
        };
    }
}
