package okko.switchd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import okko.switchd.port.PortConfig;

/** Numbers ports: those that ask for a number first, the others in order by the lowest that is left. */
final class PortNumbers {

    /** What a port without a wish has for a number. */
    static final int ANY = 0;

    private final List<PortConfig> wishes = new ArrayList<>();

    /**
     * Adds a port with the number that it asks for, or {@link #ANY}.
     *
     * @return the name of a port that asked for the same number before, or {@code null}
     */
    String add(PortConfig wish) {
        String rival = null;
        for (PortConfig other : wishes) {
            if (wish.number() != ANY && other.number() == wish.number()) {
                rival = other.name();
            }
        }
        wishes.add(wish);
        return rival;
    }

    /** {@return all ports, numbered, in the order of their numbers} */
    List<PortConfig> ports() {
        TreeSet<Integer> taken = new TreeSet<>();
        for (PortConfig wish : wishes) {
            taken.add(wish.number());
        }
        List<PortConfig> ports = new ArrayList<>();
        int next = 1;
        for (PortConfig wish : wishes) {
            if (wish.number() != ANY) {
                ports.add(wish);
                continue;
            }
            while (!taken.add(next)) {
                next++;
            }
            ports.add(new PortConfig(wish.name(), next, wish.spec(), wish.receiving()));
        }
        ports.sort(Comparator.comparingInt(PortConfig::number));
        return ports;
    }
}
