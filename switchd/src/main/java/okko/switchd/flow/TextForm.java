package okko.switchd.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the values of a field are written, and which of its bits they speak of. */
enum TextForm {
    /** A number, or number/mask; printed in decimal where it is exact. */
    DECIMAL("a number, or number/mask") {
        @Override
        String printExact(long value) {
            return Long.toUnsignedString(value);
        }
    },
    /** A number, or number/mask; printed in hexadecimal. */
    HEXADECIMAL("a number, or number/mask") {
        @Override
        String printExact(long value) {
            return "0x" + Long.toHexString(value);
        }
    },
    /** A number, or number/mask; printed as four hexadecimal digits. */
    HEXADECIMAL_16("a number, or number/mask") {
        @Override
        String printExact(long value) {
            return "0x%04x".formatted(value);
        }
    },
    /** The name or number of a port; only the reader of flows knows the names. */
    PORT("a port") {
        @Override
        String printExact(long value) {
            return Long.toString(value);
        }
    },
    /** An Ethernet address, or address/mask. */
    ETHERNET("an Ethernet address such as 02:00:00:00:00:01, or address/mask") {
        @Override
        long number(String text) {
            if (!text.matches("[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}")) {
                throw new NumberFormatException(text);
            }
            long address = 0;
            for (String digits : text.split(":")) {
                address = address << 8 | Integer.parseInt(digits, 16);
            }
            return address;
        }

        @Override
        String printExact(long value) {
            return "%012x".formatted(value).replaceAll("..(?!$)", "$0:");
        }

        @Override
        String print(long value, long mask, Field field) {
            return mask == field.exactMask() ? printExact(value) : printExact(value) + "/" + printExact(mask);
        }
    },
    /** An IPv4 address, or address/prefix length, or address/mask. */
    IPV4("an IPv4 address such as 10.0.0.1, or address/prefix length, or address/mask") {
        @Override
        long number(String text) {
            if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
                throw new NumberFormatException(text);
            }
            long address = 0;
            for (String digits : text.split("\\.")) {
                int octet = Integer.parseInt(digits);
                if (octet > 0xff) {
                    throw new NumberFormatException(text);
                }
                address = address << 8 | octet;
            }
            return address;
        }

        @Override
        long maskNumber(String text) {
            if (!text.matches("\\d{1,2}")) {
                return number(text);
            }
            int prefixBits = Integer.parseInt(text);
            if (prefixBits > Integer.SIZE) {
                throw new NumberFormatException(text);
            }
            return prefixMask(prefixBits);
        }

        @Override
        String printExact(long value) {
            return "%d.%d.%d.%d".formatted(value >>> 24, value >>> 16 & 0xff, value >>> 8 & 0xff, value & 0xff);
        }

        @Override
        String print(long value, long mask, Field field) {
            int prefixBits = Long.bitCount(mask);
            if (mask == field.exactMask()) {
                return printExact(value);
            }
            return printExact(value) + "/" + (mask == prefixMask(prefixBits) ? prefixBits : printExact(mask));
        }

        private static long prefixMask(int prefixBits) {
            return 0xffffffffL << (Integer.SIZE - prefixBits) & 0xffffffffL;
        }
    },
    /** The type-of-service byte; its two low bits are another field. */
    TYPE_OF_SERVICE("a multiple of 4, 0 to 252") {
        @Override
        MaskedValue parse(String text, Field field) {
            long typeOfService = number(text);
            if ((typeOfService & ~0xfcL) != 0) {
                throw new NumberFormatException(text);
            }
            return new MaskedValue(typeOfService >>> 2, field.exactMask());
        }

        @Override
        String printExact(long value) {
            return Long.toString(value << 2);
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
        String printExact(long value) {
            return print(value, Field.IP_FRAG.exactMask(), Field.IP_FRAG);
        }

        @Override
        String print(long value, long mask, Field field) {
            MaskedValue bits = new MaskedValue(value, mask);
            return FRAGMENTS.entrySet().stream()
                    .filter(named -> named.getValue().equals(bits))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseGet(() -> super.print(value, mask, field));
        }
    },
    /** Flags that must be set and flags that must not, {@code +syn-ack}; or a number, or number/mask. */
    TCP_FLAGS("flags such as +syn-ack, a number, or number/mask") {
        @Override
        MaskedValue parse(String text, Field field) {
            if (!text.matches("([+-][a-z]+)+")) {
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
            return new MaskedValue(value, mask);
        }

        @Override
        String printExact(long value) {
            return "0x%03x".formatted(value);
        }

        @Override
        String print(long value, long mask, Field field) {
            if (mask >>> FLAG_NAMES.size() != 0) {
                return super.print(value, mask, field);
            }
            List<String> flags = new ArrayList<>();
            for (int bit = 0; bit < FLAG_NAMES.size(); bit++) {
                if ((mask & 1L << bit) != 0) {
                    flags.add(((value & 1L << bit) != 0 ? "+" : "-") + FLAG_NAMES.get(bit));
                }
            }
            return String.join("", flags);
        }
    };

    private static final Map<String, MaskedValue> FRAGMENTS = Map.of(
            "no", new MaskedValue(0, 3),
            "yes", new MaskedValue(1, 1),
            "first", new MaskedValue(1, 3),
            "later", new MaskedValue(3, 3),
            "not_later", new MaskedValue(0, 2));

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
        long value = number(slash < 0 ? text : text.substring(0, slash));
        long mask = slash < 0 ? field.exactMask() : maskNumber(text.substring(slash + 1));
        if (((value | mask) & ~field.exactMask()) != 0) {
            throw new NumberFormatException(text);
        }
        return new MaskedValue(value & mask, mask);
    }

    /**
     * Writes a value so that {@link #parse} reads the same again.
     *
     * @param value of the field
     * @param mask  which of its bits are matched
     * @param field that they are of
     * @return text without blanks or commas
     */
    String print(long value, long mask, Field field) {
        return mask == field.exactMask()
                ? printExact(value)
                : "0x" + Long.toHexString(value) + "/0x" + Long.toHexString(mask);
    }

    abstract String printExact(long value);

    long number(String text) {
        return text.startsWith("0x") || text.startsWith("0X")
                ? Long.parseUnsignedLong(text.substring(2), 16)
                : Long.parseUnsignedLong(text);
    }

    long maskNumber(String text) {
        return number(text);
    }

    /**
     * A value and which of its bits are matched.
     *
     * @param value of the field
     * @param mask  ones where it is matched
     */
    record MaskedValue(long value, long mask) {}
}
