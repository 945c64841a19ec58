package okko.external.cli;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.OptionalInt;
import okko.external.journal.Selection;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options by which users choose packets of a journal. */
public final class JournalSelection {

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = Time.class,
            description = "Not before: 2026-11-22T16:40:00Z, or seconds since 1970.")
    private Long fromNs;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = Time.class,
            description = "Not at that time or later.")
    private Long untilNs;

    @Option(names = "--port", paramLabel = "NUMBER", description = "Only packets of this in_port.")
    private Integer port;

    @Option(names = "--verdict", paramLabel = "0..255", description = "Only packets with this verdict.")
    private Integer verdict;

    /** Made by the command line. */
    public JournalSelection() {}

    /** {@return what was chosen} */
    public Selection selection() {
        return new Selection(
                fromNs == null ? Long.MIN_VALUE : fromNs,
                untilNs == null ? Long.MAX_VALUE : untilNs,
                port == null ? OptionalInt.empty() : OptionalInt.of(port),
                verdict == null ? OptionalInt.empty() : OptionalInt.of(verdict));
    }

    /** Reads a moment, as nanoseconds since 1970. */
    static final class Time implements ITypeConverter<Long> {

        private static final long NS_PER_SECOND = 1_000_000_000L;
        private static final int DECIMALS = 9;

        @Override
        public Long convert(String value) {
            try {
                if (value.matches("[0-9]{1,10}(\\.[0-9]+)?")) {
                    return new BigDecimal(value).movePointRight(DECIMALS).longValue();
                }
                Instant instant = Instant.parse(value);
                return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NS_PER_SECOND), instant.getNano());
            } catch (DateTimeParseException | ArithmeticException e) {
                throw new TypeConversionException(
                        "expected a time as 2026-11-22T16:40:00Z or in seconds since 1970, not " + value);
            }
        }
    }
}
