package okko.eval.bpf;

import java.util.HexFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads bytes in hexadecimal; white space and colons are ignored. */
final class HexBytes implements ITypeConverter<byte[]> {

    @Override
    public byte[] convert(String text) {
        String digits = text.replaceAll("[\\s:]", "");
        if (!digits.matches("(?:[0-9a-fA-F]{2})*")) {
            throw new TypeConversionException("expected two hexadecimal digits per byte, but was '" + text + "'");
        }
        return HexFormat.of().parseHex(digits);
    }
}
