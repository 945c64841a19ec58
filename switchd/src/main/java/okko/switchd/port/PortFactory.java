package okko.switchd.port;

import java.io.IOException;
import java.util.List;
import okko.ringshm.message.MessageMedium;
import okko.ringshm.pool.PacketPool;
import org.agrona.concurrent.SystemNanoClock;

/** Opens ports of all kinds. */
public final class PortFactory {

    private final PacketPool shared;
    private final MediumSource mediums;

    /** Starts what carries messages when the first port needs it: a switch without such ports has no use for it. */
    @FunctionalInterface
    public interface MediumSource {

        /**
         * Gives the medium, always the same.
         *
         * @return the switch's
         * @throws IOException if it cannot be started
         */
        MessageMedium medium() throws IOException;
    }

    /**
     * Makes the factory.
     *
     * @param pool    for all packets
     * @param mediums asked for each port of type aeron
     */
    public PortFactory(PacketPool pool, MediumSource mediums) {
        shared = pool;
        this.mediums = mediums;
    }

    /**
     * Opens a port.
     *
     * @param config  what is wanted
     * @param threads number of the datapath thread that will poll each receive queue
     * @return the port
     * @throws IOException              if an interface or a file cannot be used; the message is one line
     * @throws IllegalStateException    if the pool is too small
     * @throws IllegalArgumentException if an interface's name is none
     */
    public OpenPort open(PortConfig config, List<Integer> threads) throws IOException {
        int number = config.number();
        PacketPool pool = shared.ofThread(threads.getFirst());
        return new OpenPort(config, switch (config.spec()) {
            case PortSpec.Aeron spec ->
                    new AeronPort(spec, number, pool, mediums.medium(), SystemNanoClock.INSTANCE);
            case PortSpec.AfPacket(String interfaceName) -> AfPacketPort.open(interfaceName, number, pool);
            case PortSpec.Null() -> new NullPort(pool);
            case PortSpec.Pcap files -> PcapPort.open(files, number, pool);
            case PortSpec.Replay(var file, _) when file == null -> ReplayPort.sink(number, pool);
            case PortSpec.Replay(var file, var packets) -> ReplayPort.open(
                    file, packets, number, threads.stream().map(shared::ofThread).toList());
            case PortSpec.Ring ring -> new RingPort(number, ring.policy(), pool);
        }, threads);
    }
}
