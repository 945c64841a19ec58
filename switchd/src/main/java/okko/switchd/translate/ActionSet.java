package okko.switchd.translate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import okko.switchd.flow.Action;

/**
 * The action set that goes with a packet, or the actions of a bucket (OpenFlow 1.3, 5.10): at most one of each kind, in
 * the order in which they are done. Immutable.
 *
 * @param actions in order
 * @param origin  where the ones that were added last stand
 */
record ActionSet(List<Action> actions, Rest.Origin origin) {

    /** Nothing to be done. */
    static final ActionSet EMPTY = new ActionSet(List.of(), Rest.Origin.NONE);

    /** When the actions of a kind are done. */
    private enum Rank {
        POP,
        PUSH_MPLS,
        PUSH_VLAN,
        DECREMENT,
        SET,
        POLICE,
        GROUP,
        OUTPUT
    }

    /** {@return whether there is nothing in it} */
    boolean isEmpty() {
        return actions.isEmpty();
    }

    /** {@return the set with more actions, each in the place of one of its kind} */
    ActionSet with(List<Action> more, Rest.Origin from) {
        List<Action> all = new ArrayList<>(actions);
        for (Action action : more) {
            Object kind = kind(action);
            all.removeIf(old -> kind(old).equals(kind));
            all.add(action);
        }
        all.sort(Comparator.comparing(ActionSet::rank)); // stable: of one rank, the one written first comes first
        return new ActionSet(List.copyOf(all), from);
    }

    /** {@return what is done of it: with a group no output} */
    List<Action> toDo() {
        boolean hasGroup = actions.stream().anyMatch(action -> action instanceof Action.Group);
        return hasGroup ? actions.stream().filter(action -> rank(action) != Rank.OUTPUT).toList() : actions;
    }

    private static Object kind(Action action) {
        return switch (action) {
            case Action.SetField set -> set.field();
            case Action.Load load -> load.field();
            case Action.SetVlan set -> set.field();
            case Action.Move move -> move.to();
            case Action.Controller _, Action.Enqueue _, Action.OutputRegister _ -> Action.Output.class;
            default -> action.getClass();
        };
    }

    private static Rank rank(Action action) {
        return switch (action) {
            case Action.PopVlan _, Action.PopMpls _ -> Rank.POP;
            case Action.PushMpls _ -> Rank.PUSH_MPLS;
            case Action.PushVlan _ -> Rank.PUSH_VLAN;
            case Action.DecTtl _, Action.DecMplsTtl _ -> Rank.DECREMENT;
            case Action.SetField _, Action.Load _, Action.SetVlan _, Action.Move _, Action.WriteMetadata _ -> Rank.SET;
            case Action.Meter _, Action.Program _, Action.SendMaps _, Action.Through _, Action.SetQueue _,
                    Action.PopQueue _, Action.Note _ -> Rank.POLICE;
            case Action.Group _ -> Rank.GROUP;
            case Action.Output _, Action.Enqueue _, Action.OutputRegister _, Action.Controller _, Action.Drop _,
                    Action.Resubmit _, Action.GotoTable _, Action.ClearActions _, Action.WriteActions _,
                    Action.Clone _, Action.Exit _ -> Rank.OUTPUT;
        };
    }
}
