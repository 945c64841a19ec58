package okko.switchd.flow;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What actions speak of that must exist, or must not be taken away unseen; actions of an action set included.
 *
 * @param groups    numbers of groups
 * @param meters    numbers of meters
 * @param programs  numbers of programs that are run as actions
 * @param ports     OpenFlow numbers of ports to which packets are sent
 * @param gotoTable number of the table that a {@code goto_table} leads to, or {@link #NO_TABLE}
 */
public record ActionReferences(
        Set<Integer> groups, Set<Integer> meters, Set<Integer> programs, Set<Integer> ports, int gotoTable) {

    /** There is no {@code goto_table}. */
    public static final int NO_TABLE = -1;

    /**
     * Collects them.
     *
     * @param actions of a flow or a bucket
     * @return what they speak of
     */
    public static ActionReferences of(List<Action> actions) {
        Set<Integer> groups = new TreeSet<>();
        Set<Integer> meters = new TreeSet<>();
        Set<Integer> programs = new TreeSet<>();
        Set<Integer> ports = new TreeSet<>();
        int gotoTable = NO_TABLE;
        for (Action action : actions) {
            switch (action) {
                case Action.Group(int id) -> groups.add(id);
                case Action.Meter(int id) -> meters.add(id);
                case Action.Program(int id) -> programs.add(id);
                case Action.SendMaps(int program) -> programs.add(program);
                case Action.Output(int port) -> ports.add(port);
                case Action.Through(int port) -> ports.add(port);
                case Action.Controller _ -> ports.add(ReservedPort.CONTROLLER);
                case Action.GotoTable(int table) -> gotoTable = table;
                case Action.Enqueue(int port, _) -> ports.add(port);
                case Action.WriteActions(List<Action> set) -> of(set).addTo(groups, meters, programs, ports);
                case Action.Clone(List<Action> copied) -> of(copied).addTo(groups, meters, programs, ports);
                case Action.Drop _, Action.SetField _, Action.Load _, Action.SetVlan _,
                        Action.Move _, Action.OutputRegister _, Action.SetQueue _, Action.PopQueue _, Action.Exit _,
                        Action.Note _, Action.PushVlan _, Action.PopVlan _, Action.PushMpls _, Action.PopMpls _,
                        Action.DecTtl _, Action.DecMplsTtl _, Action.Resubmit _, Action.ClearActions _,
                        Action.WriteMetadata _ -> { }
            }
        }
        return new ActionReferences(groups, meters, programs, ports, gotoTable);
    }

    private void addTo(Set<Integer> allGroups, Set<Integer> allMeters, Set<Integer> allPrograms,
            Set<Integer> allPorts) {
        allGroups.addAll(groups);
        allMeters.addAll(meters);
        allPrograms.addAll(programs);
        allPorts.addAll(ports);
    }
}
