package okko.switchd.port;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The patch ports of a switch, by number and so by name: how two find each other. Ports come and go on the control
 * thread; datapath threads look up their ports' peers.
 */
final class PatchPanel {

    private final AtomicReferenceArray<PatchPort> ports = new AtomicReferenceArray<>(PortConfig.MAX_NUMBER + 1);

    void add(PatchPort port) {
        ports.set(port.number(), port);
        for (int i = 0; i < ports.length(); i++) {
            PatchPort other = ports.get(i);
            if (other != null && other != port && port.isPeerOf(other)) {
                port.connect(other);
                other.connect(port);
            }
        }
    }

    void remove(PatchPort port) {
        ports.set(port.number(), null);
        for (int i = 0; i < ports.length(); i++) {
            PatchPort other = ports.get(i);
            if (other != null && port.isPeerOf(other)) {
                other.connect(null);
            }
        }
    }

    /** {@return how many patch ports the packets that now come in by a port have passed; 0 if it is none} */
    int hops(int number) {
        PatchPort port = number < ports.length() ? ports.get(number) : null;
        return port == null ? 0 : port.hops();
    }
}
