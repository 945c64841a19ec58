package okko.eval.datapath;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.peer.OvsCaches;

/**
 * One line of the benchmark: traffic, rules and caches, and what the peer is to do with the same frames and rules.
 *
 * @param name     short, for the command line and files
 * @param title    for people
 * @param flows    frames of the traffic
 * @param rewrite  what the rules do with a packet
 * @param rules    in the text of ovs-ofctl, those that ask programs left out
 * @param cache    of our switch
 * @param programs of our switch; the peer knows none
 * @param peer     caches of the peer; empty where it cannot do the same
 */
record Row(String name, String title, UdpFlows flows, Rewrite rewrite, List<String> rules, CacheUse cache,
        Programs programs, Optional<OvsCaches> peer) {

    /** Above all rules of a grid. */
    private static final int CHAIN_PRIORITY = 2000;

    /** What becomes of a packet. */
    enum Rewrite {
        /** It leaves as it came. */
        NONE("output:2"),
        /** It leaves to another station, with one hop less to live. */
        STATION_AND_TTL("set_field:02:00:00:00:00:99->eth_dst,dec_ttl,output:2"),
        /** It does not leave. */
        DROP("drop");

        private final String actions;

        Rewrite(String actions) {
            this.actions = actions;
        }

        /** {@return the text of ovs-ofctl} */
        String actions() {
            return actions;
        }
    }

    /** {@return the same row with other caches, of ours and of the peer's} */
    Row with(String newName, String newTitle, CacheUse newCache, Optional<OvsCaches> newPeer) {
        return new Row(newName, newTitle, flows, rewrite, rules, newCache, programs, newPeer);
    }

    /** {@return the same row with programs, and so without a peer} */
    Row with(String newName, String newTitle, Programs newPrograms) {
        return new Row(newName, newTitle, flows, rewrite, rules, cache, newPrograms, Optional.empty());
    }

    /** {@return all rules of our switch: those that ask a program before the others} */
    List<String> allRules() {
        List<String> all = new ArrayList<>();
        for (int program = 1; program <= programs.inRules(); program++) {
            all.add("priority=%d,in_port=1,filter_prog=%d,actions=drop".formatted(CHAIN_PRIORITY - program, program));
        }
        all.addAll(rules);
        return all;
    }
}
