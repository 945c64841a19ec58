package okko.switchd.openflow;

import java.util.Arrays;
import java.util.Optional;

/** The versions of the protocol that Okko speaks. */
public enum OpenFlowVersion {
    /** OpenFlow 1.0. */
    V1_0(0x01, "OpenFlow10", "1.0"),
    /** OpenFlow 1.3. */
    V1_3(0x04, "OpenFlow13", "1.3"),
    /** OpenFlow 1.4: what 1.5 says of ports, tables and bundles, and what 1.3 says of flows, groups and packets. */
    V1_4(0x05, "OpenFlow14", "1.4"),
    /** OpenFlow 1.5. */
    V1_5(0x06, "OpenFlow15", "1.5");

    private final int wire;
    private final String label;
    private final String number;

    OpenFlowVersion(int wire, String label, String number) {
        this.wire = wire;
        this.label = label;
        this.number = number;
    }

    /**
     * Finds a version by its number in a header.
     *
     * @param wire first byte of a message, unsigned
     * @return the version; empty if Okko does not speak it
     */
    public static Optional<OpenFlowVersion> ofWire(int wire) {
        return Arrays.stream(values()).filter(version -> version.wire == wire).findAny();
    }

    /** {@return its number in a header} */
    public int wire() {
        return wire;
    }

    /** {@return its name as in {@code ovs-ofctl -O}: {@code OpenFlow13}} */
    public String label() {
        return label;
    }

    /** {@return its number as people write it: {@code 1.3}} */
    public String number() {
        return number;
    }

    /**
     * Compares.
     *
     * @param other version
     * @return whether this one is as new as the other, or newer
     */
    public boolean isAtLeast(OpenFlowVersion other) {
        return wire >= other.wire;
    }

    /** {@return whether its groups are those of 1.1: 1.5 has properties, and so has what Open vSwitch adds to 1.0} */
    public boolean hasFixedGroups() {
        return this == V1_3 || this == V1_4;
    }
}
