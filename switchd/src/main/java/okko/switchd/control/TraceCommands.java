package okko.switchd.control;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okko.ringshm.wire.Ethernet;
import okko.switchd.flow.Field;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.Match;
import okko.switchd.table.FlowTables;
import okko.switchd.trace.Trace;
import okko.switchd.trace.Tracer;

/**
 * {@code trace}: what the switch would do with a packet, and why. The packet is given as {@code flow}, the text of a
 * match whose other fields are 0, or as {@code frame} in hexadecimal with {@code inPort}. Programs run on copies of
 * what their maps hold; nothing is counted, learned or sent.
 */
public final class TraceCommands {

    private final FlowTables tables;
    private final Ports ports;
    private final Tracer tracer;

    /**
     * Makes the command.
     *
     * @param tables on the control thread
     * @param ports  that a packet may come from and go to
     * @param tracer sends packets through copies of the switch
     */
    public TraceCommands(FlowTables tables, Ports ports, Tracer tracer) {
        this.tables = tables;
        this.ports = ports;
        this.tracer = tracer;
    }

    /**
     * Adds the command to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("trace", arguments -> CompletableFuture.completedFuture(trace(arrival(arguments))));
    }

    private Trace trace(Tracer.Arrival arrival) throws CommandException {
        List<Tracer.Port> known = ports.list().stream()
                .map(open -> new Tracer.Port(open.config().number(), open.port().isFlooded()))
                .toList();
        try {
            return tracer.trace(tables.snapshot(), known, arrival);
        } catch (IllegalArgumentException e) {
            throw new CommandException("argument frame: " + e.getMessage());
        }
    }

    private Tracer.Arrival arrival(Arguments arguments) throws CommandException {
        if (!arguments.has("frame")) {
            return Tracer.Arrival.of(match(arguments.text("flow")).key());
        }
        int inPort = (int) match("in_port=" + arguments.text("inPort")).value(Field.IN_PORT).low();
        byte[] frame;
        try {
            frame = HexFormat.of().parseHex(arguments.text("frame"));
        } catch (IllegalArgumentException _) {
            throw new CommandException("argument frame: expected pairs of hexadecimal digits");
        }
        if (frame.length < Ethernet.LENGTH_BYTES) {
            throw new CommandException("argument frame: expected at least the %d bytes of an Ethernet header, not %d"
                    .formatted(Ethernet.LENGTH_BYTES, frame.length));
        }
        return new Tracer.Arrival(frame, inPort, 0);
    }

    private Match match(String text) throws CommandException {
        try {
            return FlowText.parseSelection(text, ports.names(), FlowText.Strictness.LOOSE).match();
        } catch (FlowSyntaxException e) {
            throw new CommandException(e.getMessage());
        }
    }
}
