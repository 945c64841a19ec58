package okko.switchd.openflow.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okko.switchd.openflow.OpenFlowVersion;

/** Names of kinds of actions, in the order in which ovs-ofctl lists them. */
final class ActionNames {

    private static final Map<Integer, String> NAMES_10 = ordered(List.of(0, 11, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            List.of("output", "enqueue", "set_vlan_vid", "set_vlan_pcp", "strip_vlan", "mod_dl_src", "mod_dl_dst",
                    "mod_nw_src", "mod_nw_dst", "mod_nw_tos", "mod_tp_src", "mod_tp_dst"));

    private static final Map<Integer, String> NAMES = ordered(List.of(0, 22, 25, 18, 17, 23, 24, 15, 16, 19, 20, 21),
            List.of("output", "group", "set_field", "strip_vlan", "push_vlan", "mod_nw_ttl", "dec_ttl", "set_mpls_ttl",
                    "dec_mpls_ttl", "push_mpls", "pop_mpls", "set_queue"));

    private ActionNames() {}

    private static Map<Integer, String> ordered(List<Integer> numbers, List<String> names) {
        Map<Integer, String> map = new LinkedHashMap<>();
        for (int i = 0; i < numbers.size(); i++) {
            map.put(numbers.get(i), names.get(i));
        }
        return map;
    }

    /**
     * Names actions.
     *
     * @param kinds   bit i for number i of {@code enum ofp_action_type}
     * @param version whose numbers
     * @return names with blanks between
     */
    static String print(int kinds, OpenFlowVersion version) {
        List<String> words = new ArrayList<>();
        (version == OpenFlowVersion.V1_0 ? NAMES_10 : NAMES).forEach((number, name) -> {
            if ((kinds >>> number & 1) != 0) {
                words.add(name);
            }
        });
        return String.join(" ", words);
    }
}
