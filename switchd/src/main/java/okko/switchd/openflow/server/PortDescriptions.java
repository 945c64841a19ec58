package okko.switchd.openflow.server;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import okko.ringshm.kernel.LinkStatus;
import okko.ringshm.kernel.NetworkInterface;
import okko.switchd.control.LinkStates;
import okko.switchd.control.PortStatus;
import okko.switchd.control.Ports;
import okko.switchd.openflow.PortDescription;
import okko.switchd.port.InterfacePort;
import okko.switchd.port.OpenPort;
import okko.switchd.port.PortSetting;

/** Describes ports as OpenFlow does ({@code struct ofp_port}). */
final class PortDescriptions {

    private static final int KILO = 1000;

    /** In front of addresses that are made up: administered locally, of no group. */
    private static final long LOCAL_PREFIX = 0x02L << 40;

    private static final int NUMBER_BITS = 16;

    private final Ports ports;
    private final long datapathId;

    PortDescriptions(Ports ports, long datapathId) {
        this.ports = ports;
        this.datapathId = datapathId;
    }

    List<PortDescription> all() {
        return ports.list().stream().map(this::describe).toList();
    }

    PortDescription describe(OpenPort open) {
        PortDescription seen = look(open);
        boolean isUp = (seen.state() & PortDescription.STATE_LINK_DOWN) == 0;
        int megabits = open.port() instanceof InterfacePort port && isUp
                ? NetworkInterface.megabitsPerSecond(port.interfaceName()).orElse(0)
                : 0;
        return new PortDescription(seen.number(), seen.ethernetAddress(), seen.name(), seen.config(), seen.state(),
                Speed.features(megabits), 0, 0, 0, megabits * KILO, 0);
    }

    /** Describes a port but for its speed, which some drivers take their time to tell. */
    PortDescription look(OpenPort open) {
        boolean isSwitchedOff = ports.isSwitchedOff(open);
        Optional<LinkStatus> link = LinkStates.link(open);
        boolean isUp = LinkStates.of(open, isSwitchedOff, link).equals(PortStatus.UP);
        return new PortDescription(open.config().number(), ethernetAddress(open, link), open.config().name(),
                config(isSwitchedOff, ports.settings(open)), isUp ? 0 : PortDescription.STATE_LINK_DOWN,
                0, 0, 0, 0, 0, 0);
    }

    private static int config(boolean isSwitchedOff, Set<PortSetting> settings) {
        int config = isSwitchedOff ? PortDescription.CONFIG_DOWN : 0;
        for (PortSetting setting : settings) {
            config |= bit(setting);
        }
        return config;
    }

    /** {@return the bit of {@code enum ofp_port_config} of OpenFlow 1.0} */
    static int bit(PortSetting setting) {
        return switch (setting) {
            case NO_RECEIVE -> PortDescription.CONFIG_NO_RECEIVE;
            case NO_FLOOD -> PortDescription.CONFIG_NO_FLOOD;
            case NO_FORWARD -> PortDescription.CONFIG_NO_FORWARD;
            case NO_PACKET_IN -> PortDescription.CONFIG_NO_PACKET_IN;
        };
    }

    /** That of its interface, or one that no other port of this switch has. */
    private long ethernetAddress(OpenPort open, Optional<LinkStatus> link) {
        return link.map(LinkStatus::ethernetAddress).filter(address -> address != 0).orElse(
                LOCAL_PREFIX | (datapathId & 0xffffff) << NUMBER_BITS | open.config().number());
    }

    /** The rates that {@code enum ofp_port_features} has a name for, full duplex, with their bits. */
    private enum Speed {
        MEGABITS_10(10, 1 << 1),
        MEGABITS_100(100, 1 << 3),
        GIGABIT_1(1_000, 1 << 5),
        GIGABITS_10(10_000, 1 << 6),
        GIGABITS_40(40_000, 1 << 7),
        GIGABITS_100(100_000, 1 << 8),
        TERABIT_1(1_000_000, 1 << 9);

        private static final int OTHER = 1 << 10;

        private final int megabits;
        private final int bit;

        Speed(int megabits, int bit) {
            this.megabits = megabits;
            this.bit = bit;
        }

        static int features(int megabits) {
            for (Speed speed : values()) {
                if (speed.megabits == megabits) {
                    return speed.bit;
                }
            }
            return megabits == 0 ? 0 : OTHER;
        }
    }
}
