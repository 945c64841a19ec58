package okko.switchd.flow;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** How the values of a field are written, and which of its bits they speak of. */
enum TextForm {
    /** A number, or number/mask; printed in decimal where it is exact. */
    DECIMAL("a number, or number/mask") {
        @Override
        String printExact(FieldValue value) {
            return Long.toUnsignedString(value.low());
        }
    },
    /** A number, or number/mask; printed in hexadecimal. */
    HEXADECIMAL("a number, or number/mask") {
        @Override
        String printExact(FieldValue value) {
            return value.toString();
        }
    },
    /** A number, or number/mask; printed as four hexadecimal digits. */
    HEXADECIMAL_16("a number, or number/mask") {
        @Override
        String printExact(FieldValue value) {
            return "0x%04x".formatted(value.low());
        }
    },
    /** A number, or number/mask; printed as five hexadecimal digits. */
    HEXADECIMAL_20("a number, or number/mask") {
        @Override
        String printExact(FieldValue value) {
            return "0x%05x".formatted(value.low());
        }
    },
    /** The name or number of a port; only the reader of flows knows the names. */
    PORT("a port") {
        @Override
        String printExact(FieldValue value) {
            return Long.toString(value.low());
        }
    },
    /** An Ethernet address, or address/mask. */
    ETHERNET("an Ethernet address such as 02:00:00:00:00:01, or address/mask") {
        @Override
        FieldValue number(String text) {
            if (!ETHERNET_ADDRESS.matcher(text).matches()) {
                throw new NumberFormatException(text);
            }
            long address = 0;
            for (String digits : text.split(":")) {
                address = address << 8 | Integer.parseInt(digits, 16);
            }
            return FieldValue.of(address);
        }

        @Override
        String printExact(FieldValue value) {
            return "%012x".formatted(value.low()).replaceAll("..(?!$)", "$0:");
        }

        @Override
        String printMasked(FieldValue value, FieldValue mask) {
            return printExact(value) + "/" + printExact(mask);
        }
    },
    /** An IPv4 address, or address/prefix length, or address/mask. */
    IPV4("an IPv4 address such as 10.0.0.1, or address/prefix length, or address/mask") {
        @Override
        FieldValue number(String text) {
            return FieldValue.of(Integer.toUnsignedLong(IpAddressText.readIpv4(text)));
        }

        @Override
        FieldValue maskNumber(String text) {
            return IPV4_PREFIX.matcher(text).matches() ? prefixMask(text, Integer.SIZE) : number(text);
        }

        @Override
        String printExact(FieldValue value) {
            return IpAddressText.printIpv4((int) value.low());
        }

        @Override
        String printMasked(FieldValue value, FieldValue mask) {
            return printPrefix(value, mask, Integer.SIZE);
        }
    },
    /** An IPv6 address, or address/prefix length, or address/mask. */
    IPV6("an IPv6 address such as fd00::1, or address/prefix length, or address/mask") {
        @Override
        FieldValue number(String text) {
            return IpAddressText.readIpv6(text);
        }

        @Override
        FieldValue maskNumber(String text) {
            return IPV6_PREFIX.matcher(text).matches() ? prefixMask(text, 2 * Long.SIZE) : number(text);
        }

        @Override
        String printExact(FieldValue value) {
            return IpAddressText.printIpv6(value);
        }

        @Override
        String printMasked(FieldValue value, FieldValue mask) {
            return printPrefix(value, mask, 2 * Long.SIZE);
        }
    },
    /** The type-of-service byte; its two low bits are another field. */
    TYPE_OF_SERVICE("a multiple of 4, 0 to 252") {
        @Override
        String printExact(FieldValue value) {
            return DECIMAL.printExact(value);
        }
    },
    /** Names for the two fragment bits. */
    FRAGMENT("no, yes, first, later or not_later") {
        @Override
        MaskedValue parse(String text, Field field) {
            MaskedValue bits = FRAGMENTS.get(text);
            if (bits == null) {
                throw new NumberFormatException(text);
            }
            return bits;
        }

        @Override
        String printExact(FieldValue value) {
            return printMasked(value, Field.IP_FRAG.exactMask());
        }

        @Override
        String printMasked(FieldValue value, FieldValue mask) {
            MaskedValue bits = new MaskedValue(value, mask);
            return FRAGMENTS.entrySet().stream()
                    .filter(named -> named.getValue().equals(bits))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseGet(() -> super.printMasked(value, mask));
        }
    },
    /** Flags that must be set and flags that must not, {@code +syn-ack}; or a number, or number/mask. */
    TCP_FLAGS("flags such as +syn-ack, a number, or number/mask") {
        @Override
        MaskedValue parse(String text, Field field) {
            if (!FLAGS.matcher(text).matches()) {
                return super.parse(text, field);
            }
            long value = 0;
            long mask = 0;
            for (String flag : text.split("(?=[+-])")) {
                int bit = FLAG_NAMES.indexOf(flag.substring(1));
                if (bit < 0 || (mask & 1L << bit) != 0) {
                    throw new NumberFormatException(text);
                }
                mask |= 1L << bit;
                value |= flag.charAt(0) == '+' ? 1L << bit : 0;
            }
            return new MaskedValue(FieldValue.of(value), FieldValue.of(mask));
        }

        @Override
        String printExact(FieldValue value) {
            return "0x%03x".formatted(value.low());
        }

        @Override
        String printMasked(FieldValue value, FieldValue mask) {
            if (mask.low() >>> FLAG_NAMES.size() != 0) {
                return super.printMasked(value, mask);
            }
            List<String> flags = new ArrayList<>();
            for (int bit = 0; bit < FLAG_NAMES.size(); bit++) {
                if ((mask.low() & 1L << bit) != 0) {
                    flags.add(((value.low() & 1L << bit) != 0 ? "+" : "-") + FLAG_NAMES.get(bit));
                }
            }
            return String.join("", flags);
        }
    };

    private static final Pattern ETHERNET_ADDRESS = Pattern.compile("[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}");
    private static final Pattern IPV4_PREFIX = Pattern.compile("\\d{1,2}");
    private static final Pattern IPV6_PREFIX = Pattern.compile("\\d{1,3}");
    private static final Pattern FLAGS = Pattern.compile("([+-][a-z]+)+");

    private static final Map<String, MaskedValue> FRAGMENTS = Map.of(
            "no", new MaskedValue(FieldValue.of(0), FieldValue.of(3)),
            "yes", new MaskedValue(FieldValue.of(1), FieldValue.of(1)),
            "first", new MaskedValue(FieldValue.of(1), FieldValue.of(3)),
            "later", new MaskedValue(FieldValue.of(3), FieldValue.of(3)),
            "not_later", new MaskedValue(FieldValue.of(0), FieldValue.of(2)));

    /** From bit 0 up. */
    private static final List<String> FLAG_NAMES =
            List.of("fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr", "ns");

    private final String expected;

    TextForm(String expected) {
        this.expected = expected;
    }

    /** {@return what a value looks like, for a message} */
    String expected() {
        return expected;
    }

    /**
     * Reads a value.
     *
     * @param text  what stands behind the field's equals sign
     * @param field that it is for
     * @return value and mask, both within the field's width
     * @throws NumberFormatException if the text is not of this form
     */
    MaskedValue parse(String text, Field field) {
        int slash = text.indexOf('/');
        FieldValue value = number(slash < 0 ? text : text.substring(0, slash));
        FieldValue mask = slash < 0 ? field.exactMask() : maskNumber(text.substring(slash + 1));
        if (!value.or(mask).andNot(field.exactMask()).isZero()) {
            throw new NumberFormatException(text);
        }
        return new MaskedValue(value.and(mask), mask);
    }

    /**
     * Writes a value so that {@link #parse} reads the same again.
     *
     * @param value of the field
     * @param mask  which of its bits are matched
     * @param field that they are of
     * @return text without blanks or commas
     */
    String print(FieldValue value, FieldValue mask, Field field) {
        return mask.equals(field.exactMask()) ? printExact(value) : printMasked(value, mask);
    }

    abstract String printExact(FieldValue value);

    String printMasked(FieldValue value, FieldValue mask) {
        return value + "/" + mask;
    }

    FieldValue number(String text) {
        BigInteger number = text.startsWith("0x") || text.startsWith("0X")
                ? new BigInteger(text.substring(2), 16)
                : new BigInteger(text);
        if (number.signum() < 0 || number.bitLength() > 2 * Long.SIZE) {
            throw new NumberFormatException(text);
        }
        return new FieldValue(number.shiftRight(Long.SIZE).longValue(), number.longValue());
    }

    FieldValue maskNumber(String text) {
        return number(text);
    }

    private static FieldValue prefixMask(String text, int addressBits) {
        int prefixBits = Integer.parseInt(text);
        if (prefixBits > addressBits) {
            throw new NumberFormatException(text);
        }
        return FieldValue.ones(prefixBits).shiftLeft(addressBits - prefixBits);
    }

    String printPrefix(FieldValue value, FieldValue mask, int addressBits) {
        int prefixBits = mask.bitCount();
        boolean isPrefix = mask.equals(FieldValue.ones(prefixBits).shiftLeft(addressBits - prefixBits));
        return printExact(value) + "/" + (isPrefix ? prefixBits : printExact(mask));
    }

    /**
     * A value and which of its bits are matched.
     *
     * @param value of the field
     * @param mask  ones where it is matched
     */
    record MaskedValue(FieldValue value, FieldValue mask) {}
}
