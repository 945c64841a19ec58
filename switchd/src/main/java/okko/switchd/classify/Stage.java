package okko.switchd.classify;

import okko.switchd.flow.FlowKey;

/**
 * Bits of the key that are looked up one after the other, those first that most packets have in common: what fails
 * early has looked at little, and then one cached answer serves many packets. Each bit belongs to one stage.
 */
enum Stage {
    /** Where the packet comes from, and what the switch has noted about it. */
    METADATA,
    /** Ethernet, VLAN, MPLS. */
    LINK,
    /** IPv4, IPv6, ARP, neighbour discovery. */
    NETWORK,
    /** Ports, types and codes, flags. */
    TRANSPORT;

    private static final long IN_PORT = -1L << FlowKey.IN_PORT_SHIFT;

    /**
     * Says which bits of a word belong to this stage.
     *
     * @param word position in the key
     * @return ones where they do
     */
    long bits(int word) {
        return switch (word) {
            case FlowKey.PORT_AND_NETWORK -> switch (this) {
                case METADATA -> IN_PORT;
                case NETWORK -> ~IN_PORT;
                case LINK, TRANSPORT -> 0;
            };
            default -> this == ofWhole(word) ? -1L : 0;
        };
    }

    private static Stage ofWhole(int word) {
        return switch (word) {
            case FlowKey.METADATA, FlowKey.MARK_AND_PASS -> METADATA;
            case FlowKey.DESTINATION_AND_TYPE, FlowKey.SOURCE_AND_VLAN, FlowKey.INNER_VLAN_AND_MPLS, FlowKey.MPLS ->
                LINK;
            case FlowKey.TRANSPORT -> TRANSPORT;
            default -> word >= FlowKey.REGISTERS ? METADATA : NETWORK;
        };
    }
}
