package okko.switchd.action;

import java.util.List;

/** What a rule does with a packet. */
public sealed interface Action {

    /**
     * Sends the packet out of a port.
     *
     * @param port OpenFlow number
     */
    record Output(int port) implements Action {}

    /** Drops the packet; stands alone in its list. */
    record Drop() implements Action {}

    /**
     * Brings actions into the form that the datapath executes.
     *
     * @param actions of one rule
     * @return numbers of the ports to send to, in order; empty to drop
     */
    static int[] compile(List<Action> actions) {
        return actions.stream()
                .mapMultiToInt((action, ports) -> {
                    switch (action) {
                        case Output(int port) -> ports.accept(port);
                        case Drop() -> {
                            // Sending to no port is dropping.
                        }
                    }
                })
                .toArray();
    }
}
