package okko.switchd.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okko.switchd.external.ProcessorException;
import okko.switchd.external.ProcessorStatus;
import okko.switchd.external.ProcessorSupervisor;
import okko.switchd.packet.PortCounters;
import okko.switchd.port.AeronPort;
import okko.switchd.port.AeronStatus;
import okko.switchd.port.ExternalPort;
import okko.switchd.port.OpenPort;
import okko.switchd.port.PortSpec;
import okko.switchd.port.RingPort;
import okko.switchd.port.RingStatus;

/** {@code proc list}, {@code proc show}, {@code proc detach}, {@code proc kill}: the external processors. */
public final class ProcessorCommands {

    private final ProcessorSupervisor supervisor;
    private final Ports ports;
    private final DatapathCalls calls;

    /**
     * Makes the commands.
     *
     * @param supervisor on the control thread
     * @param ports      of the switch
     * @param calls      to the datapath thread
     */
    public ProcessorCommands(ProcessorSupervisor supervisor, Ports ports, DatapathCalls calls) {
        this.supervisor = supervisor;
        this.ports = ports;
        this.calls = calls;
    }

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("proc list", _ -> reports());
        commands.put("proc show", this::show);
        commands.put("proc detach", this::detach);
        commands.put("proc kill", this::kill);
    }

    /**
     * What was done to a processor.
     *
     * @param port name of its port
     * @param pid  number of its process
     * @param lent buffers that it holds still
     */
    public record Ended(String port, int pid, int lent) {}

    private CompletableFuture<ExternalReport> show(Arguments arguments) throws CommandException {
        String name = arguments.text("port");
        if (external().noneMatch(open -> open.config().name().equals(name))) {
            throw new CommandException("no port of an external processor is named " + name + "; there are "
                    + names(external()));
        }
        return reports().thenApply(reports ->
                reports.stream().filter(report -> report.port().equals(name)).findAny().orElseThrow());
    }

    private CompletableFuture<Ended> detach(Arguments arguments) throws CommandException {
        String name = arguments.text("port");
        RingPort port = find(name);
        try {
            int pid = supervisor.detach(name);
            return calls.ask(() -> new Ended(name, pid, port.lent()));
        } catch (ProcessorException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private CompletableFuture<Ended> kill(Arguments arguments) throws CommandException {
        String name = arguments.text("port");
        RingPort port = find(name);
        int pid = pid(name);
        try {
            return supervisor.kill(name).thenApply(_ -> new Ended(name, pid, port.lent()));
        } catch (ProcessorException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private int pid(String name) {
        return supervisor.list().stream()
                .filter(status -> status.port().equals(name)).mapToInt(ProcessorStatus::pid).sum();
    }

    private RingPort find(String name) throws CommandException {
        for (OpenPort open : ports.list()) {
            if (open.config().name().equals(name) && open.port() instanceof RingPort ring) {
                return ring;
            }
        }
        throw new CommandException("no ring port is named " + name + "; there are "
                + names(external().filter(open -> open.port() instanceof RingPort)));
    }

    private Stream<OpenPort> external() {
        return ports.list().stream().filter(open -> open.port() instanceof ExternalPort);
    }

    private static String names(Stream<OpenPort> ports) {
        String names = ports.map(open -> open.config().name()).collect(Collectors.joining(", "));
        return names.isEmpty() ? "none" : names;
    }

    /** Asks the datapath what only it knows, and adds what the supervisor knows. */
    private CompletableFuture<List<ExternalReport>> reports() {
        return calls.ask(this::datapathSide).thenApply(sides -> {
            Map<String, ProcessorStatus> processors = supervisor.list().stream()
                    .collect(Collectors.toMap(ProcessorStatus::port, Function.identity()));
            List<ExternalReport> reports = new ArrayList<>();
            for (DatapathSide side : sides) {
                reports.add(switch (side) {
                    case OfRing(OpenPort open, PortSpec.Ring spec, RingStatus ring) ->
                            report(open, spec, ring, processors.get(open.config().name()));
                    case OfMessages(OpenPort open, PortSpec.Aeron spec, AeronPort port, AeronStatus status) ->
                            report(open, spec, port, status);
                });
            }
            return reports;
        });
    }

    /** A port as the datapath thread saw it. */
    private sealed interface DatapathSide {}

    private record OfRing(OpenPort open, PortSpec.Ring spec, RingStatus status) implements DatapathSide {}

    private record OfMessages(OpenPort open, PortSpec.Aeron spec, AeronPort port, AeronStatus status)
            implements DatapathSide {}

    private List<DatapathSide> datapathSide() {
        List<DatapathSide> sides = new ArrayList<>();
        for (OpenPort open : ports.list()) {
            if (open.port() instanceof RingPort port && open.config().spec() instanceof PortSpec.Ring spec) {
                sides.add(new OfRing(open, spec, port.status()));
            } else if (open.port() instanceof AeronPort port && open.config().spec() instanceof PortSpec.Aeron spec) {
                sides.add(new OfMessages(open, spec, port, port.status()));
            }
        }
        return sides;
    }

    private static MessageProcessorReport report(OpenPort open, PortSpec.Aeron spec, AeronPort port,
            AeronStatus status) {
        PortCounters counters = port.counters();
        return new MessageProcessorReport(
                open.config().name(),
                open.config().number(),
                spec.type(),
                port.state().label(),
                spec.whenSlow().label(),
                status.heartbeatAgeMs(),
                status.attached(),
                status.underWay(),
                status.waiting(),
                spec.quota(),
                status.badAnswers(),
                counters.txPackets(),
                counters.rxPackets(),
                status.bypassed(),
                status.onBypass(),
                counters.drops().byLabel());
    }

    private static ProcessorReport report(OpenPort open, PortSpec.Ring spec, RingStatus ring,
            ProcessorStatus processor) {
        PortCounters counters = open.port().counters();
        return new ProcessorReport(
                open.config().name(),
                open.config().number(),
                spec.type(),
                processor.state(),
                spec.trust().label(),
                spec.policy().whenSlow().label(),
                new ProcessorReport.Process(processor.pid(), processor.uid(), processor.heartbeatAgeMs(),
                        processor.attached(), processor.died()),
                new ProcessorReport.Rings(
                        spec.capacity(), ring.toProcessor(), ring.fromProcessor(), ring.wakeUps()),
                new ProcessorReport.Buffers(ring.lentPackets(), ring.lentEmpty(), ring.highWater(),
                        spec.policy().quota(), spec.policy().emptyBuffers()),
                new ProcessorReport.Packets(counters.txPackets(), counters.rxPackets(), ring.originated(),
                        ring.copies(), ring.bypassed(), ring.onBypass(), counters.drops().byLabel()),
                ring.badDescriptors());
    }
}
