package okko.eval.setup;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that has to run for one workload in one setup.
 *
 * @param label     short name, for directories and messages
 * @param packets   of one pass over the trace
 * @param ports     of the switch
 * @param programs  that it loads
 * @param flows     in the syntax of ovs-ofctl
 * @param processor what an external processor runs; empty where there is none
 * @param datapath  how the switch processes packets
 * @param far       another host, where a part of it runs; empty where all runs side by side
 */
public record CellPlan(String label, int packets, List<PortPlan> ports, List<ProgramPlan> programs, List<String> flows,
        Optional<ProcessorPlan> processor, DatapathPlan datapath, Optional<FarHost> far) {

    /**
     * Plans a switch that processes packets as it does unless told otherwise.
     *
     * @param label     short name, for directories and messages
     * @param packets   of one pass over the trace
     * @param ports     of the switch
     * @param programs  that it loads
     * @param flows     in the syntax of ovs-ofctl
     * @param processor what an external processor runs; empty where there is none
     */
    public CellPlan(String label, int packets, List<PortPlan> ports, List<ProgramPlan> programs, List<String> flows,
            Optional<ProcessorPlan> processor) {
        this(label, packets, ports, programs, flows, processor, DatapathPlan.STANDARD);
    }

    /**
     * Runs another program in the switch.
     *
     * @param object ELF file of all programs
     * @return a plan that is otherwise the same
     */
    public CellPlan withProgramsFrom(Path object) {
        List<ProgramPlan> others = programs.stream()
                .map(program -> new ProgramPlan(program.id(), object, Optional.empty(), program.engine())).toList();
        return new CellPlan(label, packets, ports, others, flows, processor, datapath, far);
    }

    /**
     * Plans a switch, and a processor beside it if there is one.
     *
     * @param label     short name, for directories and messages
     * @param packets   of one pass over the trace
     * @param ports     of the switch
     * @param programs  that it loads
     * @param flows     in the syntax of ovs-ofctl
     * @param processor what an external processor runs; empty where there is none
     * @param datapath  how the switch processes packets
     */
    public CellPlan(String label, int packets, List<PortPlan> ports, List<ProgramPlan> programs, List<String> flows,
            Optional<ProcessorPlan> processor, DatapathPlan datapath) {
        this(label, packets, ports, programs, flows, processor, datapath, Optional.empty());
    }

    /**
     * Moves a part of it.
     *
     * @param host the other host, and what runs there
     * @return the same plan with that part there
     */
    public CellPlan with(FarHost host) {
        return new CellPlan(label, packets, ports, programs, flows, processor, datapath, Optional.of(host));
    }

    /**
     * Processes packets in another way.
     *
     * @param wanted how
     * @return a plan that is otherwise the same
     */
    public CellPlan with(DatapathPlan wanted) {
        return new CellPlan(label, packets, ports, programs, flows, processor, wanted, far);
    }

    /**
     * Gives the switch other rules.
     *
     * @param wanted in the syntax of ovs-ofctl
     * @return a plan that is otherwise the same
     */
    public CellPlan withFlows(List<String> wanted) {
        return new CellPlan(label, packets, ports, programs, List.copyOf(wanted), processor, datapath, far);
    }

    /** {@return a plan whose source copies each frame into one of a few buffers, so that there may be many frames} */
    public CellPlan sendingCopies() {
        List<PortPlan> copying = ports.stream().map(port -> port.trace().isEmpty() ? port
                : new PortPlan(port.name(), port.number(), PortPlan.Kind.REPLAY_COPIES, port.trace())).toList();
        return new CellPlan(label, packets, copying, programs, flows, processor, datapath, far);
    }
}
