package okko.switchd.port;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.XdpProgram;
import okko.ringshm.message.MessageMedium;
import okko.ringshm.pool.PacketPool;
import org.agrona.concurrent.SystemNanoClock;

/** Opens ports of all kinds. */
public final class PortFactory {

    private final PatchPanel patches = new PatchPanel();
    private final PacketPool shared;
    private final MediumSource mediums;
    private final Consumer<String> notices;

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
     * @param notices told in one line what could not be had as it was wished
     */
    public PortFactory(PacketPool pool, MediumSource mediums, Consumer<String> notices) {
        shared = pool;
        this.mediums = mediums;
        this.notices = notices;
    }

    /**
     * Opens a port, which is to be {@linkplain Port#fill filled} before it is used. May take a while.
     *
     * @param config  what is wanted
     * @param threads number of the datapath thread that will poll each receive queue
     * @return the port
     * @throws IOException              if an interface or a file cannot be used; the message is one line
     * @throws IllegalStateException    if what is to be replayed does not fit into the pool's buffers
     * @throws IllegalArgumentException if an interface's name is none, or the pool's buffers do not fit it
     */
    public OpenPort open(PortConfig config, List<Integer> threads) throws IOException {
        List<PacketPool> pools = threads.stream().map(shared::ofThread).toList();
        return new OpenPort(config, port(config, pools), threads, SystemNanoClock.INSTANCE.nanoTime());
    }

    private Port port(PortConfig config, List<PacketPool> pools) throws IOException {
        int number = config.number();
        PacketPool pool = pools.getFirst();
        return switch (config.spec()) {
            case PortSpec.Aeron spec ->
                    new AeronPort(spec, number, pool, mediums.medium(), SystemNanoClock.INSTANCE);
            case PortSpec.AfPacket(String interfaceName) -> AfPacketPort.open(interfaceName, number, pools);
            case PortSpec.AfXdp(String interfaceName, PortSpec.AfXdp.Mode mode) -> switch (mode) {
                case AUTO -> best(config.name(), interfaceName, number, pool);
                case NATIVE -> AfXdpPort.open(interfaceName, XdpProgram.Hook.NATIVE, number, pool);
                case GENERIC -> AfXdpPort.open(interfaceName, XdpProgram.Hook.GENERIC, number, pool);
            };
            case PortSpec.Bpf bpf -> PatchPort.loop(config, bpf, pool, patches);
            case PortSpec.Null() -> new NullPort(pool);
            case PortSpec.Patch patch -> new PatchPort(config, patch, pool, patches);
            case PortSpec.Pcap files -> PcapPort.open(files, number, pool);
            case PortSpec.Replay(var file, _) when file == null -> ReplayPort.sink(number, pool);
            case PortSpec.Replay(var file, var packets) -> ReplayPort.open(file, packets, number, pools);
            case PortSpec.Ring ring -> new RingPort(number, ring.policy(), pool);
            case PortSpec.Tap tap -> TapPort.open(tap, number, pool);
        };
    }

    /** An interface as fast as it can be had. */
    private Port best(String name, String interfaceName, int number, PacketPool pool) throws IOException {
        List<String> failures = new ArrayList<>();
        for (XdpProgram.Hook hook : XdpProgram.Hook.values()) {
            try {
                return AfXdpPort.open(interfaceName, hook, number, pool);
            } catch (KernelException | IllegalArgumentException e) {
                failures.add(e.getMessage());
            }
        }
        Port port = AfPacketPort.open(interfaceName, number, List.of(pool));
        notices.accept("port " + name + ": " + failures.getLast() + "; the interface is used by a raw packet socket, "
                + "which costs more");
        return port;
    }
}
