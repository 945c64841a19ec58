package okko.eval.bpf;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads bytes in hexadecimal; white space and colons are ignored. (An array would be taken for several values.) */
final class HexBytes implements ITypeConverter<ByteBuffer> {

    @Override
    public ByteBuffer convert(String text) {
        String digits = text.replaceAll("[\\s:]", "");
        if (!digits.matches("(?:[0-9a-fA-F]{2})*")) {
            throw new TypeConversionException("expected two hexadecimal digits per byte, but was '" + text + "'");
        }
        return ByteBuffer.wrap(HexFormat.of().parseHex(digits));
    }
}
