package okko.switchd.cli.ofctl;

import java.io.IOException;

/** Numbers of command lines. */
final class Numbers {

    private Numbers() {}

    /**
     * Reads a number of 32 bits.
     *
     * @param name of what it says, for a message
     * @param text decimal, or hexadecimal with {@code 0x}
     * @return the number, to be taken as unsigned
     * @throws IOException if it is none; the message is one line
     */
    static int unsigned(String name, String text) throws IOException {
        try {
            return text.startsWith("0x") ? Integer.parseUnsignedInt(text.substring(2), 16)
                    : Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new IOException("%s %s: expected a number, 0 to 4294967295".formatted(name, text), e);
        }
    }

    /**
     * Reads a number of a range.
     *
     * @param name    of what it says, for a message
     * @param text    decimal, or hexadecimal with {@code 0x}
     * @param minimum lowest that it may be
     * @param maximum highest that it may be
     * @return the number
     * @throws IOException if it is none, or another; the message is one line
     */
    static int within(String name, String text, int minimum, int maximum) throws IOException {
        try {
            int number = Integer.decode(text);
            if (number >= minimum && number <= maximum) {
                return number;
            }
        } catch (NumberFormatException _) {
            // The message below says it for both cases.
        }
        throw new IOException("%s %s: expected a number, %d to %d".formatted(name, text, minimum, maximum));
    }
}
