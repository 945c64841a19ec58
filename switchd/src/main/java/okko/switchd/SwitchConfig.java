package okko.switchd;

import java.nio.file.Path;
import java.util.List;
import okko.switchd.port.PortConfig;

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
 */
public record SwitchConfig(
        String bridge,
        Pool pool,
        Datapath datapath,
        List<PortConfig> ports,
        List<Program> programs,
        List<Flow> flows) {

    /** Name of the bridge unless said otherwise. */
    public static final String DEFAULT_BRIDGE = "br0";

    /**
     * The packet pool.
     *
     * @param buffers   how many
     * @param dataBytes longest frame that a buffer holds
     * @param directory where shared memory is
     */
    public record Pool(int buffers, int dataBytes, Path directory) {

        /** Unless said otherwise: room for a burst on each of some ports, and for frames of 1518 bytes. */
        public static final Pool DEFAULT = new Pool(8192, 2048, Path.of("/dev/shm"));
    }

    /**
     * Packet processing.
     *
     * @param cache whether flows are cached
     * @param idle  what the datapath thread does when there is nothing to do
     */
    public record Datapath(Cache cache, Idle idle) {

        /** Cached, and kind to a shared machine. */
        public static final Datapath DEFAULT = new Datapath(Cache.ON, Idle.BACKOFF);
    }

    /** Whether flows are cached. */
    public enum Cache {
        /** Packets meet the exact-match cache first. */
        ON,
        /** Each packet is classified. */
        OFF
    }

    /** What a datapath thread without work does. */
    public enum Idle {
        /** Asks again at once: the lowest latency, all of a core. */
        BUSY,
        /** Spins, then yields, then sleeps, at most 1 ms. */
        BACKOFF
    }

    /** What runs a program. */
    public enum ProgramEngine {
        /** Compiled to JVM bytecode. */
        JIT,
        /** Interpreted, every access checked. */
        INTERPRETER
    }

    /**
     * A BPF program to load.
     *
     * @param id       by which flows name it, 1 to 65,535
     * @param file     ELF object
     * @param engine   what runs it
     * @param function of the object to enter, or {@code null} for the first one
     */
    public record Program(int id, Path file, ProgramEngine engine, String function) {}

    /**
     * A flow to add.
     *
     * @param where it was found, {@code okko.yaml: flows[0]} for instance
     * @param text  in the syntax of ovs-ofctl; ports by number or name
     */
    public record Flow(String where, String text) {}

    /** Copies the lists. */
    public SwitchConfig {
        ports = List.copyOf(ports);
        programs = List.copyOf(programs);
        flows = List.copyOf(flows);
    }
}
