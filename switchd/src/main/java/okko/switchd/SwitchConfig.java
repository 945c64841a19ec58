package okko.switchd;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import okko.ringshm.idle.IdlePolicy;
import okko.ringshm.pool.PoolConfig;
import okko.ringshm.region.HugePages;
import okko.switchd.action.Mirrors.Mirror;
import okko.switchd.datapath.CacheConfig;
import okko.switchd.openflow.server.OpenFlowConfig;
import okko.switchd.packet.Batch;
import okko.switchd.port.PortConfig;
import okko.switchd.program.ProgramOptions;

/**
 * All that a switch is told at its start. Made by {@link ConfigFile} or {@link ConfigArguments}, which have checked
 * every part; whether the parts fit together (files, interfaces, flows) shows when the switch is created.
 *
 * @param bridge   name of the bridge
 * @param pool     packet buffers
 * @param datapath how packets are processed
 * @param ports    in the order of their numbers
 * @param programs BPF programs
 * @param flows    in the syntax of ovs-ofctl, with where each was found
 * @param mirrors  where copies of packets go
 * @param openFlow with whom the switch speaks OpenFlow, and how
 */
public record SwitchConfig(
        String bridge,
        Pool pool,
        Datapath datapath,
        List<PortConfig> ports,
        List<Program> programs,
        List<FlowLine> flows,
        List<Mirror> mirrors,
        OpenFlowConfig openFlow) {

    /** Name of the bridge unless said otherwise. */
    public static final String DEFAULT_BRIDGE = "br0";

    /**
     * The packet pool.
     *
     * @param size      how many buffers of what size
     * @param hugePages whether they are to be in huge pages
     */
    public record Pool(PoolConfig size, HugePages hugePages) {

        /** Unless said otherwise. */
        public static final Pool DEFAULT = new Pool(PoolConfig.standard(), HugePages.NEVER);
    }

    /**
     * Packet processing.
     *
     * @param cache   what each datapath thread remembers
     * @param idle    what a datapath thread does when there is nothing to do
     * @param threads how many datapath threads there are
     * @param cpus    that each datapath thread stays on; empty: the kernel chooses, again and again
     * @param batch   most packets that a datapath thread takes from a port at a time
     */
    public record Datapath(CacheConfig cache, IdlePolicy idle, int threads, List<Integer> cpus, int batch) {

        /** Most datapath threads. */
        public static final int MAX_THREADS = 64;

        /** Cached, and kind to a shared machine. */
        public static final Datapath DEFAULT =
                new Datapath(CacheConfig.DEFAULT, IdlePolicy.ADAPTIVE, 1, List.of(), Batch.CAPACITY);

        /** Copies the CPUs. */
        public Datapath {
            cpus = List.copyOf(cpus);
        }

        /** {@return the CPU that a thread stays on, if it is to} */
        OptionalInt cpu(int thread) {
            return cpus.isEmpty() ? OptionalInt.empty() : OptionalInt.of(cpus.get(thread));
        }
    }

    /**
     * A BPF program to load.
     *
     * @param id      by which flows name it, 1 to 65,535
     * @param file    ELF object
     * @param options how to load it
     */
    public record Program(int id, Path file, ProgramOptions options) {}

    /**
     * A flow to add.
     *
     * @param where it was found, {@code okko.yaml: flows[0]} for instance
     * @param text  in the syntax of ovs-ofctl; ports by number or name
     */
    public record FlowLine(String where, String text) {}

    /** Copies the lists. */
    public SwitchConfig {
        ports = List.copyOf(ports);
        programs = List.copyOf(programs);
        flows = List.copyOf(flows);
    }
}
