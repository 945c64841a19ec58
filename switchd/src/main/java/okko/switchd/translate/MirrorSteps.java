package okko.switchd.translate;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import okko.switchd.action.Output;
import okko.switchd.action.Step;
import okko.switchd.classify.Facilities.Mirror;
import okko.switchd.classify.Tables;
import okko.switchd.flow.Field;

/** Steps that send copies to the ports of mirrors, to each at most once. */
final class MirrorSteps {

    private final Tables tables;

    MirrorSteps(Tables tables) {
        this.tables = tables;
    }

    /** What comes behind the mirrors. */
    @FunctionalInterface
    interface Next {

        Step goOn(Way way);
    }

    /** {@return the steps of a packet that has come in by a port} */
    Step comeIn(Way way, Next next) {
        if (tables.facilities().mirrors().isEmpty()) {
            return next.goOn(way);
        }
        way.examine(Field.IN_PORT); // never stale: nothing has been done yet
        int port = (int) way.value(Field.IN_PORT).low();
        return mirror(mirror -> mirror.inPorts().contains(port), way, next);
    }

    /** {@return the steps of a packet that goes out by a port} */
    Step goOut(int port, Way way, Next next) {
        return mirror(mirror -> mirror.outPorts().contains(port), way, next);
    }

    private Step mirror(Predicate<Mirror> isMeant, Way way, Next next) {
        Set<Integer> to = new HashSet<>();
        for (Mirror mirror : tables.facilities().mirrors()) {
            if (isMeant.test(mirror) && !way.mirrored.contains(mirror.toPort())) {
                to.add(mirror.toPort());
            }
        }
        if (to.isEmpty()) {
            return next.goOn(way);
        }
        Set<Integer> all = new HashSet<>(way.mirrored);
        all.addAll(to);
        way.mirrored = Set.copyOf(all);
        Step steps = next.goOn(way);
        for (int port : to) {
            steps = new Output(port, steps);
        }
        return steps;
    }
}
