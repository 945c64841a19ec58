package okko.eval.rings;

/** What crosses between the two ends. */
public enum RingShape {
    /** 16-byte descriptors, in batches of 32, from one end to the other. */
    ONE_WAY("one way", "producer", "consumer"),
    /**
     * Lent buffers and back, at most 1,024 on their way: the processor reads the first 64 bytes of each and writes 8,
     * the switch believes what its private table confirms.
     */
    ROUND_TRIP("round trip", "origin", "echo");

    private final String label;
    private final String switchRole;
    private final String processorRole;

    RingShape(String label, String switchRole, String processorRole) {
        this.label = label;
        this.switchRole = switchRole;
        this.processorRole = processorRole;
    }

    /** {@return the name in tables} */
    public String label() {
        return label;
    }

    String switchRole() {
        return switchRole;
    }

    String processorRole() {
        return processorRole;
    }

    /** Whose time counts: that of the end which sees the last descriptor. */
    boolean isTimedBySwitch() {
        return this == ROUND_TRIP;
    }
}
