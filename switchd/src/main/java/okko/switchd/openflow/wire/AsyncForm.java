package okko.switchd.openflow.wire;

import java.util.Arrays;
import okko.switchd.openflow.AsyncConfig;
import okko.switchd.openflow.AsyncConfig.Masks;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/**
 * What the switch tells by itself, in bytes: six masks up to OpenFlow 1.3, a property for each kind of message and role
 * later.
 */
final class AsyncForm {

    /** Messages up to OpenFlow 1.3: packets, ports, flows. */
    private static final int KINDS_BEFORE_14 = 3;

    private static final int PROPERTY_BYTES = 8;

    /** Reasons that there are, by kind of message in the order of {@link Masks}. */
    private static final int[] REASONS = {0x3f, 0x7, 0x3f, 0x7, 0x18, 0x3};

    /** Reasons for which packets are sent, before OpenFlow 1.4 told more of them apart. */
    private static final int PACKET_REASONS_BEFORE_14 = 0x7;

    private final OpenFlowVersion version;

    AsyncForm(OpenFlowVersion version) {
        this.version = version;
    }

    /**
     * Reads masks.
     *
     * @param body at its beginning
     * @return what it says; {@link AsyncConfig#UNCHANGED} where it says nothing
     * @throws OpenFlowException if it is cut short, or OpenFlow 1.4 and later have no such reason
     */
    AsyncConfig read(WireReader body) throws OpenFlowException {
        if (version.isAtLeast(OpenFlowVersion.V1_4)) {
            return readProperties(body);
        }
        int[] master = unchanged();
        int[] slave = unchanged();
        for (int kind = 0; kind < KINDS_BEFORE_14; kind++) {
            int reasons = kind == 0 ? PACKET_REASONS_BEFORE_14 : REASONS[kind];
            master[kind] = body.u32() & reasons;
            slave[kind] = body.u32() & reasons;
        }
        return new AsyncConfig(masks(master), masks(slave));
    }

    /**
     * Reads properties of OpenFlow 1.4 and later.
     *
     * @param body at its beginning
     * @return what it says; {@link AsyncConfig#UNCHANGED} where it says nothing
     * @throws OpenFlowException if it is cut short, or there is no such kind of message or reason
     */
    static AsyncConfig readProperties(WireReader body) throws OpenFlowException {
        int[] master = unchanged();
        int[] slave = unchanged();
        if (body.remaining() % PROPERTY_BYTES != 0) {
            throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_LEN,
                    "%d bytes of properties; expected a multiple of 8".formatted(body.remaining()));
        }
        while (body.hasMore()) {
            Property property = Property.read(body);
            int kind = property.type() >> 1;
            if (property.type() == 0xfffe || property.type() == 0xffff) {
                throw new OpenFlowException(OpenFlowError.OFPBPC_BAD_EXP_TYPE, "no property of an experimenter");
            }
            if (kind >= REASONS.length) {
                throw new OpenFlowException(OpenFlowError.OFPACFC_UNSUPPORTED,
                        "property %d; there are 0 to 11".formatted(property.type()));
            }
            int mask = property.body().u32();
            if ((mask & ~REASONS[kind]) != 0) {
                throw new OpenFlowException(OpenFlowError.OFPACFC_INVALID,
                        "mask 0x%x of property %d; expected bits of 0x%x"
                                .formatted(mask, property.type(), REASONS[kind]));
            }
            ((property.type() & 1) == 0 ? slave : master)[kind] = mask;
        }
        return new AsyncConfig(masks(master), masks(slave));
    }

    private static int[] unchanged() {
        int[] masks = new int[REASONS.length];
        Arrays.fill(masks, AsyncConfig.UNCHANGED);
        return masks;
    }

    private static Masks masks(int[] kinds) {
        return new Masks(kinds[0], kinds[1], kinds[2], kinds[3], kinds[4], kinds[5]);
    }

    /**
     * Writes masks.
     *
     * @param config to write; what is unchanged is left out where the version allows it
     * @param writer takes it
     */
    void write(AsyncConfig config, WireWriter writer) {
        int[] master = kinds(config.master());
        int[] slave = kinds(config.slave());
        for (int kind = 0; kind < REASONS.length; kind++) {
            if (version.isAtLeast(OpenFlowVersion.V1_4)) {
                property(kind << 1, slave[kind], writer);
                property(kind << 1 | 1, master[kind], writer);
            } else if (kind < KINDS_BEFORE_14) {
                int reasons = kind == 0 ? PACKET_REASONS_BEFORE_14 : REASONS[kind];
                writer.u32(master[kind] & reasons).u32(slave[kind] & reasons);
            }
        }
    }

    private static int[] kinds(Masks masks) {
        return new int[] {masks.packetIn(), masks.portStatus(), masks.flowRemoved(), masks.roleStatus(),
            masks.tableStatus(), masks.requestForward()};
    }

    private static void property(int type, int mask, WireWriter writer) {
        if (mask != AsyncConfig.UNCHANGED) {
            writer.u16(type).u16(PROPERTY_BYTES).u32(mask);
        }
    }
}
