package okko.switchd.openflow.wire;

import java.util.OptionalInt;
import okko.switchd.flow.Flow;
import okko.switchd.flow.Match;

/**
 * What a match on the wire says.
 *
 * @param match      of the packet's fields
 * @param program    the filter program that it names, {@link Flow#NO_PROGRAM} for none; empty if any will do
 * @param peer       whether its sender has shown that it knows of filter programs
 * @param cookie     of the flow, under the mask (Nicira's match alone has it)
 * @param cookieMask which bits of the cookie matter
 */
record FlowMatch(Match match, OptionalInt program, Peer peer, long cookie, long cookieMask) {

    /** Who reads a match: what it does not know it must not be shown. */
    enum Peer {
        /** Knows no more fields than Open vSwitch does. */
        STOCK,
        /** Knows Okko's fields too: it has named one. */
        OKKO
    }

    static FlowMatch of(Match match) {
        return new FlowMatch(match, OptionalInt.empty(), Peer.STOCK, 0, 0);
    }

    /** {@return the program of a flow with this match} */
    int flowProgram() {
        return program.orElse(Flow.NO_PROGRAM);
    }
}
