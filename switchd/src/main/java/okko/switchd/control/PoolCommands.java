package okko.switchd.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okko.ringshm.pool.PacketPool;
import okko.ringshm.pool.PoolCensus;
import okko.switchd.port.OpenPort;

/** {@code pool show}: where all buffers are, and whether none is lost. */
public final class PoolCommands {

    private final PacketPool pool;
    private final List<OpenPort> ports;
    private final DatapathCalls calls;

    /**
     * Makes the commands.
     *
     * @param pool  of the switch
     * @param ports of the switch; between batches nobody else holds a packet
     * @param calls to the datapath thread
     */
    public PoolCommands(PacketPool pool, List<OpenPort> ports, DatapathCalls calls) {
        this.pool = pool;
        this.ports = List.copyOf(ports);
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
        int known = census.lent();
        for (OpenPort open : ports) {
            known += open.port().heldReferences();
        }
        int references = 0;
        for (int buffer = 0; buffer < pool.bufferCount(); buffer++) {
            references += pool.references(buffer);
        }
        if (references != known) {
            faults.add("buffers have " + references + " references, ports and processors know of " + known);
        }
        return new PoolStatus(pool.bufferCount(), pool.maxFrameBytes(), census.free(), census.held(), census.lent(),
                faults.isEmpty(), faults);
    }
}
