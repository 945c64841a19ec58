package okko.eval.border;

import okko.eval.setup.PortPlan.Kind;

/** A kind of border between the switch and a processor. */
enum Border {
    /** One pool for both. */
    SHARED("shared", Kind.RING, 0),
    /** The same rings, and a pool of the processor's own that packets are copied into and out of. */
    ISOLATED("isolated", Kind.ISOLATED_RING, 2),
    /** Messages: into Aeron's log and out of it, both ways. */
    AERON("aeron", Kind.AERON, 4);

    private final String label;
    private final Kind kind;
    private final int copiesPerPacket;

    Border(String label, Kind kind, int copiesPerPacket) {
        this.label = label;
        this.kind = kind;
        this.copiesPerPacket = copiesPerPacket;
    }

    String label() {
        return label;
    }

    Kind kind() {
        return kind;
    }

    int copiesPerPacket() {
        return copiesPerPacket;
    }
}
