package okko.eval.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How to get a network namespace: OVS makes taps of fixed names, which belong there and not in the machine's own, and
 * vanish with it however the daemon ends.
 */
public enum NetworkNamespace {
    /** The user is root. */
    AS_ROOT(List.of("unshare", "--net")),
    /** The kernel lets any user have namespaces. */
    AS_ANYBODY(List.of("unshare", "--user", "--map-root-user", "--net")),
    /** Not at all. */
    NONE(List.of());

    private final List<String> prefix;

    NetworkNamespace(List<String> prefix) {
        this.prefix = prefix;
    }

    /** {@return words before a command that is to run in a namespace of its own, under the same process id} */
    List<String> prefix() {
        return prefix;
    }

    /** {@return words before a command that is to run in the namespace of a process started with the prefix} */
    List<String> enter(long pid) {
        String target = Long.toString(pid);
        return switch (this) {
            case AS_ROOT, NONE -> List.of("nsenter", "--target", target, "--net");
            case AS_ANYBODY -> List.of("nsenter", "--target", target, "--user", "--preserve-credentials", "--net");
        };
    }

    /** {@return the best way on this machine, found by trying} */
    static NetworkNamespace available() {
        for (NetworkNamespace way : List.of(AS_ROOT, AS_ANYBODY)) {
            if (way.works()) {
                return way;
            }
        }
        return NONE;
    }

    /** {@return whether this machine lets it happen, found by trying} */
    boolean works() {
        try {
            List<String> words = new ArrayList<>(prefix);
            words.add("true");
            return new Command(Map.of(), words).tryRun().status() == 0;
        } catch (IOException e) {
            return false; // no unshare on this machine
        }
    }
}
