package okko.ringshm.attach;

import okko.ringshm.kernel.Access;

/** How far a processor is trusted with the packets' bytes; chosen per attachment by the switch's configuration. */
public enum TrustMode {
    /** It maps the switch's pool for reading and writing: no copy, and it can change any packet at any time. */
    SHARED("shared", 0),
    /** It maps the switch's pool for reading: no copy, and the kernel refuses it to write. */
    MONITOR("monitor", 1),
    /** It maps a pool of its own, that the switch copies packets into and out of: it sees what it was sent, no more. */
    ISOLATED("isolated", 2);

    private final String label;
    private final int code;

    TrustMode(String label, int code) {
        this.label = label;
        this.code = code;
    }

    /** {@return the name in configurations and listings} */
    public String label() {
        return label;
    }

    /** {@return what it may do with the pool that it is given} */
    Access poolAccess() {
        return switch (this) {
            case SHARED, ISOLATED -> Access.READ_WRITE;
            case MONITOR -> Access.READ_ONLY;
        };
    }

    /** {@return the number in messages} */
    int code() {
        return code;
    }
}
