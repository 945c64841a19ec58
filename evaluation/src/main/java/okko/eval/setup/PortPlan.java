package okko.eval.setup;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A port of the switch.
 *
 * @param name   of the port
 * @param number in OpenFlow
 * @param kind   what is behind it
 * @param trace  the capture that a source replays
 */
public record PortPlan(String name, int number, Kind kind, Optional<Path> trace) {

    /** What is behind a port. */
    public enum Kind {
        /** Pre-loaded packets, sent and counted inside the datapath thread. */
        REPLAY("replay"),
        /** The same, but each packet is a copy in a buffer of its own. */
        REPLAY_COPIES("replay"),
        /** Nothing: counts what it is sent. */
        NULL("null"),
        /** An external processor that maps the packets' memory. */
        RING("ring"),
        /** An external processor that maps copies of its own. */
        ISOLATED_RING("ring"),
        /** An external processor that maps nothing, by messages. */
        AERON("aeron"),
        /** The same on another host, over UDP. */
        REMOTE_AERON("aeron"),
        /** A network interface, which is called like the port. */
        INTERFACE("afpacket");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** {@return the word in the switch's configuration} */
        public String label() {
            return label;
        }
    }
}
