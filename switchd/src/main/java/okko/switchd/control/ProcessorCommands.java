package okko.switchd.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okko.switchd.external.ProcessorException;
import okko.switchd.external.ProcessorStatus;
import okko.switchd.external.ProcessorSupervisor;
import okko.switchd.packet.PortCounters;
import okko.switchd.port.OpenPort;
import okko.switchd.port.PortSpec;
import okko.switchd.port.RingPort;
import okko.switchd.port.RingStatus;

/** {@code proc list}, {@code proc show}, {@code proc detach}, {@code proc kill}: the external processors. */
public final class ProcessorCommands {

    private final ProcessorSupervisor supervisor;
    private final List<OpenPort> ports;
    private final DatapathCalls calls;

    /**
     * Makes the commands.
     *
     * @param supervisor on the control thread
     * @param ports      of the switch
     * @param calls      to the datapath thread
     */
    public ProcessorCommands(ProcessorSupervisor supervisor, List<OpenPort> ports, DatapathCalls calls) {
        this.supervisor = supervisor;
        this.ports = ports.stream().filter(open -> open.port() instanceof RingPort).toList();
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

    private CompletableFuture<ProcessorReport> show(Arguments arguments) throws CommandException {
        String name = arguments.text("port");
        find(name);
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
        for (OpenPort open : ports) {
            if (open.config().name().equals(name) && open.port() instanceof RingPort ring) {
                return ring;
            }
        }
        throw new CommandException("no ring port is named " + name + "; there are "
                + (ports.isEmpty() ? "none" : String.join(", ", ports.stream().map(p -> p.config().name()).toList())));
    }

    /** Asks the datapath what only it knows, and adds what the supervisor knows. */
    private CompletableFuture<List<ProcessorReport>> reports() {
        return calls.ask(this::datapathSide).thenApply(statuses -> {
            List<ProcessorStatus> processors = supervisor.list();
            List<ProcessorReport> reports = new ArrayList<>();
            for (int i = 0; i < ports.size(); i++) {
                String name = ports.get(i).config().name();
                for (ProcessorStatus processor : processors) {
                    if (processor.port().equals(name)) {
                        reports.add(report(ports.get(i), statuses.get(i), processor));
                    }
                }
            }
            return reports;
        });
    }

    private List<RingStatus> datapathSide() {
        return ports.stream().map(open -> ((RingPort) open.port()).status()).toList();
    }

    private static ProcessorReport report(OpenPort open, RingStatus ring, ProcessorStatus processor) {
        PortSpec.Ring spec = (PortSpec.Ring) open.config().spec();
        PortCounters counters = open.port().counters();
        return new ProcessorReport(
                open.config().name(),
                open.config().number(),
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
                        ring.copies(), ring.bypassed(), ring.onBypass(), PortCommands.nonZero(counters.drops())),
                ring.badDescriptors());
    }
}
