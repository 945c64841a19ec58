package okko.switchd.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolCensus;
import okko.switchd.datapath.Datapaths;
import okko.switchd.packet.ProcessorState;
import okko.switchd.port.OpenPort;
import okko.switchd.port.RingPort;

/** {@code pool show}: where all buffers are, and whether none is lost. */
public final class PoolCommands {

    private final PacketPool pool;
    private final Ports ports;
    private final Datapaths datapaths;
    private final DatapathCalls calls;

    /**
     * Makes the commands.
     *
     * @param pool      of the switch
     * @param ports     of the switch; between batches nobody else holds a packet
     * @param datapaths that hand packets over to each other
     * @param calls     to the datapath threads
     */
    public PoolCommands(PacketPool pool, Ports ports, Datapaths datapaths, DatapathCalls calls) {
        this.pool = pool;
        this.ports = ports;
        this.datapaths = datapaths;
        this.calls = calls;
    }

    /**
     * Adds the commands to others.
     *
     * @param commands by name
     */
    public void register(Map<String, Command> commands) {
        commands.put("pool show", _ -> calls.ask(this::status));
    }

    private PoolStatus status() {
        PoolCensus census = pool.check();
        List<String> faults = new ArrayList<>(census.faults());
        Map<String, Integer> lentTo = new TreeMap<>();
        Map<String, PoolStatus.OwnPool> ownPools = new TreeMap<>();
        int quarantined = 0;
        int known = census.lent() + datapaths.handedOver();
        for (OpenPort open : ports.list()) {
            known += open.port().heldReferences();
            if (open.port() instanceof RingPort ring) {
                String name = open.config().name();
                ring.ownPool().ifPresent(own -> ownPools.put(name, inspect(name, own, faults)));
                if (ring.lent() > 0 && !ownPools.containsKey(name)) {
                    lentTo.put(name, ring.lent());
                    quarantined += isQuarantine(ring.state()) ? ring.lent() : 0;
                }
            }
        }
        int references = 0;
        for (int buffer = 0; buffer < pool.bufferCount(); buffer++) {
            references += pool.references(buffer);
        }
        if (references != known) {
            faults.add("buffers have " + references + " references, ports and processors know of " + known);
        }
        int lent = lentTo.values().stream().mapToInt(Integer::intValue).sum();
        if (lent != census.lent()) {
            faults.add("buffers are lent " + census.lent() + " times, ring ports know of " + lent);
        }
        return new PoolStatus(pool.bufferCount(), pool.maxFrameBytes(), census.free(), census.held(), census.lent(),
                quarantined, lentTo, ownPools, faults.isEmpty(), faults);
    }

    /** Whether what is lent comes back only when the processor is dead. */
    private static boolean isQuarantine(ProcessorState state) {
        return switch (state) {
            case HUNG_UP, CUT_OFF -> true;
            case ABSENT, ATTACHED, SILENT, DEAD -> false;
        };
    }

    private static PoolStatus.OwnPool inspect(String name, PoolCensus own, List<String> faults) {
        own.faults().forEach(fault -> faults.add("own pool of " + name + ": " + fault));
        if (own.held() != 0) {
            faults.add("own pool of " + name + ": " + own.held() + " buffers are neither free nor lent");
        }
        return new PoolStatus.OwnPool(own.free(), own.lent());
    }
}
