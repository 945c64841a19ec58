package okko.switchd.translate;

import java.util.List;
import okko.switchd.flow.Action;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;
import okko.switchd.packet.PacketInReason;

/**
 * What somebody says is to be done with one packet, instead of the tables (OpenFlow 1.3, 7.3.7).
 *
 * @param fields  what goes along with the packet: its mark and registers; others of the match do not count here
 * @param actions in order
 */
public record Directive(Match fields, List<Action> actions) {

    /** Behind a table that knows nothing of the packet, the actions go on: as if a rule had resubmitted it. */
    private static final Rest.Origin ORIGIN = new Rest.Origin(0, -1L, 1, PacketInReason.PACKET_OUT);

    /** Copies. */
    public Directive {
        actions = List.copyOf(actions);
    }

    Remainder remainder() {
        long[] key = new long[FlowKey.WORDS];
        for (int word = 0; word < FlowKey.WORDS; word++) {
            key[word] = fields.keyWord(word);
        }
        return new Remainder(Rest.of(actions, ORIGIN, null), Remainder.registersOf(key), ActionSet.EMPTY, null, 0, 0);
    }
}
