package okko.switchd.openflow.server;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The actions of {@code enum ofp_action_type} that Okko carries out. */
enum StandardAction {
    OUTPUT(0),
    SET_MPLS_TTL(15),
    DEC_MPLS_TTL(16),
    PUSH_VLAN(17),
    POP_VLAN(18),
    PUSH_MPLS(19),
    POP_MPLS(20),
    GROUP(22),
    SET_NW_TTL(23),
    DEC_NW_TTL(24),
    SET_FIELD(25);

    /** The numbers of all of them. */
    static final Set<Integer> NUMBERS =
            Arrays.stream(values()).map(action -> action.number).collect(Collectors.toUnmodifiableSet());

    /** The same as a mask: bit i for number i. */
    static final int MASK = NUMBERS.stream().reduce(0, (mask, number) -> mask | 1 << number);

    private final int number;

    StandardAction(int number) {
        this.number = number;
    }
}
