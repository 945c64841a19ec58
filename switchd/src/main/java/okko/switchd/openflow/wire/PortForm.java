package okko.switchd.openflow.wire;

import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PortDescription;

/**
 * A port in bytes: {@code struct ofp_phy_port} of OpenFlow 1.0 (48 bytes), {@code struct ofp_port} of 1.3 (64 bytes)
 * and of 1.4 and later (with properties).
 */
final class PortForm {

    /** Bits of {@link PortDescription#config} that OpenFlow 1.1 and later have too. */
    private static final int LATER_CONFIG = PortDescription.CONFIG_DOWN | PortDescription.CONFIG_NO_RECEIVE
            | PortDescription.CONFIG_NO_FORWARD | PortDescription.CONFIG_NO_PACKET_IN;

    private static final int STATES_10 = 0x301;
    private static final int STATES_LATER = 0x7;

    /** Speeds up to 10 Gbit/s have the same bits in all versions; what follows moved in 1.1 to make room for more. */
    private static final int SAME_FEATURES = 0x7f;
    private static final int MEDIA_10 = 0xf80;
    private static final int MEDIA_SHIFT = 4;
    private static final int LATER_FEATURES = 0xffff;

    private static final int NAME_BYTES = 16;
    private static final int PROPERTY_ETHERNET = 0;
    private static final int PROPERTY_ETHERNET_BYTES = 32;

    private final OpenFlowVersion version;

    PortForm(OpenFlowVersion version) {
        this.version = version;
    }

    /**
     * Reads a port.
     *
     * @param reader at its beginning
     * @return the port
     * @throws OpenFlowException if it is cut short, or one of its parts is
     */
    PortDescription read(WireReader reader) throws OpenFlowException {
        return switch (version) {
            case V1_0 -> {
                int number = reader.u16();
                long address = reader.ethernetAddress();
                String name = reader.text(NAME_BYTES);
                int config = reader.u32();
                int state = reader.u32() & STATES_10;
                yield new PortDescription(number, address, name, config, state, features(reader), features(reader),
                        features(reader), features(reader), 0, 0);
            }
            case V1_3 -> {
                int number = PortNumbers.ofWide(reader.u32());
                reader.skip(4);
                long address = reader.ethernetAddress();
                reader.skip(2);
                String name = reader.text(NAME_BYTES);
                yield new PortDescription(number, address, name, reader.u32() & LATER_CONFIG,
                        reader.u32() & STATES_LATER, features(reader), features(reader), features(reader),
                        features(reader), reader.u32(), reader.u32());
            }
            case V1_4, V1_5 -> readWithProperties(reader);
        };
    }

    private PortDescription readWithProperties(WireReader reader) throws OpenFlowException {
        int number = PortNumbers.ofWide(reader.u32());
        int length = reader.u16();
        reader.skip(2);
        WireReader rest = reader.part(length - 8, OpenFlowError.OFPBRC_BAD_LEN);
        long address = rest.ethernetAddress();
        rest.skip(2);
        String name = rest.text(NAME_BYTES);
        int config = rest.u32() & LATER_CONFIG;
        int state = rest.u32() & STATES_LATER;
        PortDescription port = new PortDescription(number, address, name, config, state, 0, 0, 0, 0, 0, 0);
        while (rest.hasMore()) {
            Property property = Property.read(rest);
            if (property.type() == PROPERTY_ETHERNET) {
                WireReader body = property.body();
                body.skip(4);
                port = new PortDescription(number, address, name, config, state, features(body), features(body),
                        features(body), features(body), body.u32(), body.u32());
            }
        }
        return port;
    }

    /**
     * Writes a port.
     *
     * @param port   to write; of its name as much as there is room for
     * @param writer takes it
     */
    void write(PortDescription port, WireWriter writer) {
        switch (version) {
            case V1_0 -> {
                writer.u16(port.number()).ethernetAddress(port.ethernetAddress()).text(port.name(), NAME_BYTES)
                        .u32(port.config()).u32(port.state() & STATES_10);
                features(port, writer);
            }
            case V1_3 -> {
                writer.u32(PortNumbers.toWide(port.number())).zeros(4);
                common(port, writer);
                features(port, writer);
                writer.u32(port.currentKilobits()).u32(port.maximumKilobits());
            }
            case V1_4, V1_5 -> {
                int start = writer.position();
                writer.u32(PortNumbers.toWide(port.number())).u16(0).zeros(2);
                common(port, writer);
                writer.u16(PROPERTY_ETHERNET).u16(PROPERTY_ETHERNET_BYTES).zeros(4);
                features(port, writer);
                writer.u32(port.currentKilobits()).u32(port.maximumKilobits());
                writer.patchU16(start + 4, writer.position() - start);
            }
        }
    }

    private static void common(PortDescription port, WireWriter writer) {
        int live = (port.state() & PortDescription.STATE_LINK_DOWN) == 0 ? PortDescription.STATE_LIVE : 0;
        writer.ethernetAddress(port.ethernetAddress()).zeros(2).text(port.name(), NAME_BYTES)
                .u32(port.config() & LATER_CONFIG).u32(port.state() & STATES_LATER | live);
    }

    private void features(PortDescription port, WireWriter writer) {
        writer.u32(toWire(port.current())).u32(toWire(port.advertised())).u32(toWire(port.supported()))
                .u32(toWire(port.peer()));
    }

    /**
     * Translates features.
     *
     * @param features bits of OpenFlow 1.1 and later
     * @return bits of this version; what it does not have is left out
     */
    int toWire(int features) {
        return version == OpenFlowVersion.V1_0
                ? features & SAME_FEATURES | features >>> MEDIA_SHIFT & MEDIA_10
                : features & LATER_FEATURES;
    }

    /**
     * Reads features.
     *
     * @param reader at 32 bits
     * @return bits of OpenFlow 1.1 and later
     * @throws OpenFlowException if less is left
     */
    int features(WireReader reader) throws OpenFlowException {
        int features = reader.u32();
        return version == OpenFlowVersion.V1_0
                ? features & SAME_FEATURES | (features & MEDIA_10) << MEDIA_SHIFT
                : features & LATER_FEATURES;
    }

    /**
     * Keeps of a configuration what the version has.
     *
     * @param config bits of {@code enum ofp_port_config} of OpenFlow 1.0
     * @return of these, the ones that can be written
     */
    int config(int config) {
        return version == OpenFlowVersion.V1_0 ? config : config & LATER_CONFIG;
    }
}
