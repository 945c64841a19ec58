package okko.switchd.classify;

import java.util.List;
import java.util.Map;
import java.util.Set;
import okko.switchd.packet.MeterState;
import okko.switchd.packet.PacketProgram;

/**
 * What the actions of rules use besides tables and groups, at one moment. Immutable.
 *
 * @param programs  those that run as actions, by number; of each one instance for every datapath thread
 * @param meters    by number
 * @param groups    what counts their packets, by number
 * @param deadPorts OpenFlow numbers of the ports whose link is down, of those that a group watches
 * @param portPrograms by OpenFlow number of a port: the program that what comes in by it goes through before the tables
 * @param misses what becomes of packets that no rule matches
 */
public record Facilities(
        Map<Integer, List<PacketProgram>> programs, Map<Integer, MeterState> meters,
        Map<Integer, GroupCounters> groups, Set<Integer> deadPorts, Map<Integer, Integer> portPrograms,
        TableMisses misses) {

    /** Nothing of all this, and all links are up. */
    public static final Facilities NONE = new Facilities(Map.of(), Map.of(), Map.of(), Set.of());

    /**
     * What there is without programs of ports; packets that no rule matches are dropped, and not counted.
     *
     * @param programs  as above
     * @param meters    as above
     * @param groups    as above
     * @param deadPorts as above
     */
    public Facilities(Map<Integer, List<PacketProgram>> programs, Map<Integer, MeterState> meters,
            Map<Integer, GroupCounters> groups, Set<Integer> deadPorts) {
        this(programs, meters, groups, deadPorts, Map.of(), TableMisses.DROP);
    }

    /**
     * The same with other programs.
     *
     * @param newPrograms by number; of each one instance for every datapath thread
     * @return new facilities
     */
    public Facilities withPrograms(Map<Integer, List<PacketProgram>> newPrograms) {
        return new Facilities(newPrograms, meters, groups, deadPorts, portPrograms, misses);
    }

    /** Copies what is not immutable yet. */
    public Facilities {
        programs = Map.copyOf(programs);
        meters = Map.copyOf(meters);
        groups = Map.copyOf(groups);
        deadPorts = Set.copyOf(deadPorts);
        portPrograms = Map.copyOf(portPrograms);
    }

    /**
     * Replaces the meters.
     *
     * @param newMeters by number
     * @return the same with these
     */
    public Facilities withMeters(Map<Integer, MeterState> newMeters) {
        return new Facilities(programs, newMeters, groups, deadPorts, portPrograms, misses);
    }

    /**
     * Replaces what counts the packets of groups.
     *
     * @param newGroups by number of the group
     * @return the same with these
     */
    public Facilities withGroups(Map<Integer, GroupCounters> newGroups) {
        return new Facilities(programs, meters, newGroups, deadPorts, portPrograms, misses);
    }

    /**
     * Replaces the ports that are down.
     *
     * @param newDeadPorts OpenFlow numbers
     * @return the same with these
     */
    public Facilities withDeadPorts(Set<Integer> newDeadPorts) {
        return new Facilities(programs, meters, groups, newDeadPorts, portPrograms, misses);
    }

    /**
     * Replaces the programs of ports.
     *
     * @param newPortPrograms by OpenFlow number of a port
     * @return the same with these
     */
    public Facilities withPortPrograms(Map<Integer, Integer> newPortPrograms) {
        return new Facilities(programs, meters, groups, deadPorts, newPortPrograms, misses);
    }

    /**
     * Has something else become of packets that no rule matches.
     *
     * @param newMisses what
     * @return the same with this
     */
    public Facilities withMisses(TableMisses newMisses) {
        return new Facilities(programs, meters, groups, deadPorts, portPrograms, newMisses);
    }
}
