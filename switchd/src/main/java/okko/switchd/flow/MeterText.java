package okko.switchd.flow;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Meters as text, in the syntax of ovs-ofctl(8): {@code meter=1,kbps,band=type=drop,rate=1000,burst_size=100}, with any
 * number of bands.
 */
public final class MeterText {

    private static final Pattern WORD = Pattern.compile("[^,\\s]+");

    private MeterText() {}

    /** What is known of a meter that is being read. */
    private static final class Parts {

        private int id;
        private Meter.Unit unit;
        private final List<Meter.Band> bands = new ArrayList<>();
        private final Set<Meter.Flag> flags = EnumSet.noneOf(Meter.Flag.class);
        private Meter.BandType type;
        private int rate;
        private int burst;
        private int level;

        private void finishBand() {
            if (type != null) {
                bands.add(new Meter.Band(type, rate, burst, level));
            }
            type = null;
            rate = 0;
            burst = 0;
            level = 0;
        }
    }

    /**
     * Reads one meter.
     *
     * @param line without a comment
     * @return the meter
     * @throws FlowSyntaxException if the line is none; the message is one line
     */
    public static Meter parse(String line) throws FlowSyntaxException {
        Parts parts = new Parts();
        for (Matcher word = WORD.matcher(line); word.find(); ) {
            read(word.group(), word.start() + 1, parts);
        }
        try {
            parts.finishBand();
            if (parts.unit == null) {
                throw new FlowSyntaxException(1, "the unit is missing; expected kbps or pktps");
            }
            return new Meter(parts.id, parts.unit, parts.bands, parts.flags);
        } catch (IllegalArgumentException e) {
            throw new FlowSyntaxException(1, e.getMessage());
        }
    }

    private static void read(String word, int column, Parts parts) throws FlowSyntaxException {
        String text = word.startsWith("bands=") || word.startsWith("band=")
                ? word.substring(word.indexOf('=') + 1)
                : word;
        String value = text.substring(text.indexOf('=') + 1);
        switch (text.contains("=") ? text.substring(0, text.indexOf('=')) : text) {
            case "meter" -> parts.id = number(value, column);
            case "kbps" -> parts.unit = Meter.Unit.KILOBITS;
            case "pktps" -> parts.unit = Meter.Unit.PACKETS;
            case "burst" -> parts.flags.add(Meter.Flag.BURST);
            case "stats" -> parts.flags.add(Meter.Flag.STATS);
            case "type" -> {
                parts.finishBand();
                parts.type = type(value, column);
            }
            case "rate" -> parts.rate = number(value, column);
            case "burst_size" -> parts.burst = number(value, column);
            case "prec_level" -> parts.level = number(value, column);
            default -> throw new FlowSyntaxException(column, "unknown word " + word
                    + "; expected meter=NUMBER, kbps, pktps, burst, stats, or "
                    + "band=type=TYPE,rate=RATE,burst_size=SIZE");
        }
    }

    private static Meter.BandType type(String text, int column) throws FlowSyntaxException {
        return switch (text) {
            case "drop" -> Meter.BandType.DROP;
            case "dscp_remark" -> Meter.BandType.DSCP_REMARK;
            default -> throw new FlowSyntaxException(column, "type=" + text + ": expected drop or dscp_remark");
        };
    }

    private static int number(String text, int column) throws FlowSyntaxException {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException _) {
            throw new FlowSyntaxException(column, text + ": expected a number, 0 to 4294967295");
        }
    }

    /**
     * Writes a meter so that {@link #parse} reads an equal one.
     *
     * @param meter to write
     * @return one line, as {@code ovs-ofctl dump-meters} prints it
     */
    public static String print(Meter meter) {
        return "meter=%s,%s%s%s,bands=%s".formatted(
                Integer.toUnsignedString(meter.id()),
                switch (meter.unit()) {
                    case KILOBITS -> "kbps";
                    case PACKETS -> "pktps";
                },
                meter.flags().contains(Meter.Flag.BURST) ? ",burst" : "",
                meter.flags().contains(Meter.Flag.STATS) ? ",stats" : "",
                meter.bands().stream().map(MeterText::print).collect(Collectors.joining(",")));
    }

    private static String print(Meter.Band band) {
        String burst = band.burst() == 0 ? "" : ",burst_size=" + Integer.toUnsignedString(band.burst());
        String rate = Integer.toUnsignedString(band.rate());
        return switch (band.type()) {
            case DROP -> "type=drop,rate=" + rate + burst;
            case DSCP_REMARK -> "type=dscp_remark,rate=" + rate + burst + ",prec_level=" + band.precedenceLevel();
        };
    }
}
