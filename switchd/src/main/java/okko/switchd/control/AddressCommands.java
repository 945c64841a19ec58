package okko.switchd.control;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okko.switchd.action.AddressTable;
import org.agrona.concurrent.NanoClock;

/** {@code fdb show} and {@code fdb flush}: where stations were seen; the name is that of Open vSwitch. */
public final class AddressCommands {

    private static final int ADDRESS_BYTES = 6;

    private final AddressTable addresses;
    private final NanoClock clock;

    /**
     * Makes the commands.
     *
     * @param addresses that the datapath threads learn
     * @param clock     theirs
     */
    public AddressCommands(AddressTable addresses, NanoClock clock) {
        this.addresses = addresses;
        this.clock = clock;
    }

    /**
     * A station in {@code fdb show}.
     *
     * @param port    OpenFlow number of the port that it was seen at
     * @param vlan    its VLAN; 0 for frames without a tag
     * @param address {@code 02:00:00:00:00:01} for instance
     * @param ageS    seconds since it was last seen
     */
    public record Station(int port, int vlan, String address, int ageS) {}

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("fdb show", _ -> CompletableFuture.completedFuture(stations()));
        commands.put("fdb flush", _ -> {
            addresses.flush();
            return CompletableFuture.completedFuture("flushed");
        });
    }

    private List<Station> stations() {
        return addresses.all(clock.nanoTime()).stream()
                .sorted(Comparator.comparingInt(AddressTable.Learned::vlan)
                        .thenComparingLong(AddressTable.Learned::address))
                .map(learned -> new Station(learned.port(), learned.vlan(), text(learned.address()), learned.ageS()))
                .toList();
    }

    private static String text(long address) {
        byte[] bytes = new byte[ADDRESS_BYTES];
        for (int i = 0; i < ADDRESS_BYTES; i++) {
            bytes[i] = (byte) (address >>> Byte.SIZE * (ADDRESS_BYTES - 1 - i));
        }
        return HexFormat.ofDelimiter(":").formatHex(bytes);
    }
}
