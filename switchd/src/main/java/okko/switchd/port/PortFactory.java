package okko.switchd.port;

import java.io.IOException;
import okko.ringshm.pool.PacketPool;

/** Opens ports of all kinds. */
public final class PortFactory {

    private final PacketPool pool;

    /**
     * Makes the factory.
     *
     * @param pool for all packets
     */
    public PortFactory(PacketPool pool) {
        this.pool = pool;
    }

    /**
     * Opens a port.
     *
     * @param config what is wanted
     * @return the port
     * @throws IOException              if an interface or a file cannot be used; the message is one line
     * @throws IllegalStateException    if the pool is too small
     * @throws IllegalArgumentException if an interface's name is none
     */
    public OpenPort open(PortConfig config) throws IOException {
        int number = config.number();
        return new OpenPort(config, switch (config.spec()) {
            case PortSpec.AfPacket(String interfaceName) -> AfPacketPort.open(interfaceName, number, pool);
            case PortSpec.Null() -> new NullPort(pool);
            case PortSpec.Pcap files -> PcapPort.open(files, number, pool);
            case PortSpec.Replay(var file) when file == null -> ReplayPort.sink(number, pool);
            case PortSpec.Replay(var file) -> ReplayPort.open(file, number, pool);
            case PortSpec.Ring(_, int quota) -> new RingPort(number, quota, pool);
        });
    }
}
