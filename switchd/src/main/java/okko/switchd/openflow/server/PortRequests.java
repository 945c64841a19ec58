package okko.switchd.openflow.server;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import okko.ringshm.kernel.LinkStatus;
import okko.switchd.control.CommandException;
import okko.switchd.control.LinkStates;
import okko.switchd.openflow.ChangeMessage.PortMod;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.PortDescription;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.PortStatistics;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PortCounters;
import okko.switchd.port.OpenPort;
import okko.switchd.port.PortSetting;

/** What controllers ask about ports and their queues, and how they change ports. */
final class PortRequests {

    private static final int ANY_PORT = 0xffff;
    private static final LinkStatus.Counters NOTHING_COUNTED = new LinkStatus.Counters(0, 0, 0, 0);

    /** Drops of what came in; a port's others are of what was to go out. */
    private static final Set<DropReason> RECEIVED =
            EnumSet.of(DropReason.RUNT, DropReason.TOO_LONG, DropReason.NO_BUFFER, DropReason.PORT_NO_RECEIVE);

    private final SwitchParts parts;
    private final PortDescriptions descriptions;

    PortRequests(SwitchParts parts, PortDescriptions descriptions) {
        this.parts = parts;
        this.descriptions = descriptions;
    }

    StatisticsReply descriptions(OptionalInt port) {
        return new StatisticsReply.PortDescriptions(chosen(port).map(descriptions::describe).toList());
    }

    StatisticsReply statistics(OptionalInt port) {
        return new StatisticsReply.Ports(chosen(port).map(this::statistics).toList());
    }

    /** None if there is no such port: so does Open vSwitch. */
    private Stream<OpenPort> chosen(OptionalInt port) {
        return parts.ports().list().stream()
                .filter(open -> port.isEmpty() || open.config().number() == port.getAsInt());
    }

    private OpenPort find(int number, OpenFlowError ifMissing) throws OpenFlowException {
        for (OpenPort open : parts.ports().list()) {
            if (open.config().number() == number) {
                return open;
            }
        }
        throw new OpenFlowException(ifMissing, "there is no port " + number);
    }

    private PortStatistics statistics(OpenPort open) {
        PortCounters counters = open.port().counters();
        LinkStatus.Counters link = LinkStates.link(open).map(LinkStatus::counters).orElse(NOTHING_COUNTED);
        long rxDrops = RECEIVED.stream().mapToLong(counters.drops()::packets).sum();
        long txDrops = counters.drops().total() - rxDrops;
        return new PortStatistics(open.config().number(), counters.rxPackets(), counters.txPackets(),
                counters.rxBytes(), counters.txBytes(), link.rxDropped() + rxDrops, link.txDropped() + txDrops,
                link.rxErrors(), link.txErrors(), parts.clock().nanoTime() - open.openedNs());
    }

    CompletableFuture<Void> change(PortMod wanted) throws OpenFlowException {
        OpenPort open = check(wanted);
        try {
            return restrict(open, wanted)
                    .thenCompose(_ -> switchTo(open, wanted))
                    .exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(failure)));
        } catch (CommandException e) {
            throw refusal(e);
        }
    }

    /** Finds the port that is meant. */
    OpenPort check(PortMod wanted) throws OpenFlowException {
        OpenPort open = find(wanted.port(), OpenFlowError.OFPPMFC_BAD_PORT);
        if (descriptions.describe(open).ethernetAddress() != wanted.ethernetAddress()) {
            throw new OpenFlowException(OpenFlowError.OFPPMFC_BAD_HW_ADDR,
                    "port " + wanted.port() + " has another Ethernet address");
        }
        return open;
    }

    private CompletableFuture<Void> restrict(OpenPort open, PortMod wanted) throws CommandException {
        Set<PortSetting> before = parts.ports().settings(open);
        Set<PortSetting> settings = EnumSet.noneOf(PortSetting.class);
        for (PortSetting setting : PortSetting.values()) {
            int bit = PortDescriptions.bit(setting);
            boolean isSet = (wanted.mask() & bit) == 0 ? before.contains(setting) : (wanted.config() & bit) != 0;
            if (isSet) {
                settings.add(setting);
            }
        }
        return settings.equals(before)
                ? CompletableFuture.completedFuture(null)
                : parts.portChanges().restrict(open, settings);
    }

    private CompletableFuture<Void> switchTo(OpenPort open, PortMod wanted) {
        boolean isOn = (wanted.config() & PortDescription.CONFIG_DOWN) == 0;
        if ((wanted.mask() & PortDescription.CONFIG_DOWN) == 0 || isOn != parts.ports().isSwitchedOff(open)) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            return parts.portChanges().switchTo(open, isOn);
        } catch (CommandException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static OpenFlowException refusal(Throwable failure) {
        return new OpenFlowException(OpenFlowError.OFPPMFC_EPERM, failure.getMessage());
    }

    /** There are no queues: each one that is named is unknown, all of them are none. */
    StatisticsReply queues(OptionalInt port, OptionalInt queue) throws OpenFlowException {
        checkQueue(port, queue);
        return new StatisticsReply.Queues(List.of());
    }

    StatisticsReply queueDescriptions(OptionalInt port, OptionalInt queue) throws OpenFlowException {
        checkQueue(port, queue);
        return new StatisticsReply.QueueDescriptions(port.orElse(ANY_PORT));
    }

    private void checkQueue(OptionalInt port, OptionalInt queue) throws OpenFlowException {
        if (port.isPresent()) {
            find(port.getAsInt(), OpenFlowError.OFPQOFC_BAD_PORT);
        }
        if (queue.isPresent()) {
            throw new OpenFlowException(OpenFlowError.OFPQOFC_BAD_QUEUE,
                    "there is no queue " + Integer.toUnsignedString(queue.getAsInt()));
        }
    }
}
