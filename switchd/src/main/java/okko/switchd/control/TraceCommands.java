package okko.switchd.control;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okko.switchd.action.Step;
import okko.switchd.classify.Rule;
import okko.switchd.flow.Field;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.Match;
import okko.switchd.packet.Packet;
import okko.switchd.parse.FlowKeyParser;
import okko.switchd.table.FlowTables;
import okko.switchd.translate.Translator;
import okko.switchd.translate.Witness;

/**
 * {@code trace}: what the tables would do with a packet, and why. The packet is given as {@code flow}, the text of a
 * match whose other fields are 0, or as {@code frame} in hexadecimal with {@code inPort}. No program is run, nothing is
 * counted and the caches are not asked: both ways behind a filter are told.
 */
public final class TraceCommands {

    /** The steps are never run, so it does not matter whose they are, nor which bucket a hash would choose. */
    private static final int ANY_THREAD = 0;

    private static final long ANY_SEED = 0;

    private final FlowTables tables;
    private final Ports ports;

    /**
     * Makes the command.
     *
     * @param tables on the control thread
     * @param ports  that a flow may name
     */
    public TraceCommands(FlowTables tables, Ports ports) {
        this.tables = tables;
        this.ports = ports;
    }

    /**
     * What would become of a packet.
     *
     * @param flow     its header fields
     * @param found    tables and rules in the order in which they are looked at, a line each, indented by two blanks
     * @param megaflow what all packets agree in that go the same ways
     * @param actions  what is done: a filter's two branches in brackets
     */
    public record Trace(String flow, List<String> found, String megaflow, String actions) {}

    /**
     * Adds the command to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("trace", arguments -> CompletableFuture.completedFuture(trace(key(arguments))));
    }

    private Trace trace(long[] key) {
        Finds finds = new Finds();
        Translator translator = new Translator(ANY_THREAD, ANY_SEED, finds);
        translator.tables(tables.snapshot());
        long[] mask = new long[FlowKey.WORDS];
        Step first = translator.translate(key, mask);
        long[] nonZero = new long[FlowKey.WORDS];
        for (int word = 0; word < FlowKey.WORDS; word++) {
            nonZero[word] = key[word] == 0 ? 0 : -1L;
        }
        return new Trace(Match.of(key, nonZero).toString(), finds.lines, Match.of(key, mask).toString(),
                first.toString());
    }

    private long[] key(Arguments arguments) throws CommandException {
        return arguments.has("frame")
                ? keyOfFrame(arguments.text("frame"), (int) match("in_port=" + arguments.text("inPort"))
                        .value(Field.IN_PORT).low())
                : match(arguments.text("flow")).key();
    }

    private Match match(String text) throws CommandException {
        try {
            return FlowText.parseSelection(text, ports.names(), FlowText.Strictness.LOOSE).match();
        } catch (FlowSyntaxException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private static long[] keyOfFrame(String hexadecimal, int inPort) throws CommandException {
        byte[] frame;
        try {
            frame = HexFormat.of().parseHex(hexadecimal);
        } catch (IllegalArgumentException _) {
            throw new CommandException("argument frame: expected pairs of hexadecimal digits");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, frame);
            Packet packet = new Packet();
            packet.address = memory.address();
            packet.lengthBytes = frame.length;
            packet.inPort = inPort;
            FlowKeyParser.parse(packet);
            return packet.key;
        }
    }

    /** Writes down what the translator finds. */
    private final class Finds implements Witness {

        private final List<String> lines = new ArrayList<>();
        private int depth;

        @Override
        public void looksUp(int table) {
            begin("table " + table);
        }

        @Override
        public void asks(Rule rule, boolean match) {
            begin((match ? "if " : "otherwise, behind ") + text(rule));
        }

        @Override
        public void executes(Rule rule) {
            begin(text(rule) + " actions=" + FlowText.printActions(rule.actions()));
        }

        @Override
        public void misses() {
            note("no match");
        }

        @Override
        public void looksAgain() {
            note("what follows depends on what the program writes: looked up again then");
        }

        @Override
        public void leaves() {
            depth--;
        }

        private void begin(String line) {
            note(line);
            depth++;
        }

        private void note(String line) {
            lines.add("  ".repeat(depth) + line);
        }

        private String text(Rule rule) {
            String text = tables.flow(rule).map(FlowText::printRule).orElse("");
            return text.isEmpty() ? "any packet" : text;
        }
    }
}
