package okko.external.sample;

import okko.ringshm.wire.Ipv4;
import okko.ringshm.wire.Tcp;

/**
 * A stateful TCP firewall that protects 10.1.0.0/16: connections are opened from the inside only; rules W1 to W11.
 */
public final class FirewallProcessor extends VerdictProcessor {

    private static final int MAX_CONNECTIONS = 65_536;
    private static final int INSIDE_ADDRESS = 0x0a01_0000;
    private static final int INSIDE_MASK = 0xffff_0000;

    private static final byte SYN_SENT = 1;
    private static final byte SYN_RECEIVED = 2;
    private static final byte ESTABLISHED = 3;

    private static final int CLIENT_FIN = 1;
    private static final int SERVER_FIN = 2;
    private static final int BOTH_FINS = CLIENT_FIN | SERVER_FIN;
    private static final int CLIENT_FIN_ACKNOWLEDGED = 4;
    private static final int SERVER_FIN_ACKNOWLEDGED = 8;
    private static final int BOTH_FINS_ACKNOWLEDGED = BOTH_FINS | CLIENT_FIN_ACKNOWLEDGED | SERVER_FIN_ACKNOWLEDGED;

    private final Segment segment = new Segment();
    private final ConnectionKey key = new ConnectionKey();
    private final ConnectionTable connections = new ConnectionTable(MAX_CONNECTIONS);
    private final byte[] state = new byte[MAX_CONNECTIONS];
    private final boolean[] clientIsLower = new boolean[MAX_CONNECTIONS];
    private final byte[] closing = new byte[MAX_CONNECTIONS];
    private final int[] clientEnd = new int[MAX_CONNECTIONS];
    private final int[] serverEnd = new int[MAX_CONNECTIONS];

    /** Makes a firewall that knows no connection. */
    public FirewallProcessor() {}

    @Override
    int verdict(long frame, int lengthBytes) {
        return switch (segment.parse(frame, lengthBytes)) {
            case ARP -> MATCH;
            case OTHER -> NO_MATCH;
            case TCP -> allows() ? MATCH : NO_MATCH;
        };
    }

    private boolean allows() {
        int flags = Tcp.flags(segment.tcp());
        if ((flags & Tcp.SYN) != 0 && (flags & (Tcp.FIN | Tcp.RST)) != 0) {
            return false; // W2
        }
        boolean opens = (flags & (Tcp.SYN | Tcp.ACK)) == Tcp.SYN;
        key.of(segment);
        int entry = connections.find(key);
        if (entry == ConnectionTable.NONE || (opens && (closing[entry] & BOTH_FINS) == BOTH_FINS)) {
            return opens && isInside(Ipv4.source(segment.ip())) && open(entry); // W3
        }
        if ((flags & Tcp.RST) != 0) {
            connections.remove(entry); // W4
            return true;
        }
        boolean fromClient = clientIsLower[entry] == key.sourceIsLower();
        if (opens) {
            return fromClient; // W5
        }
        if ((flags & Tcp.ACK) == 0) {
            return false; // W6
        }
        if ((flags & Tcp.SYN) != 0) {
            return !fromClient && answer(entry); // W7
        }
        return establish(entry, fromClient) && close(entry, fromClient, (flags & Tcp.FIN) != 0);
    }

    private static boolean isInside(int address) {
        return (address & INSIDE_MASK) == INSIDE_ADDRESS;
    }

    private boolean open(int known) {
        int entry = known == ConnectionTable.NONE ? connections.add(key) : known;
        if (entry == ConnectionTable.NONE) {
            return false;
        }
        state[entry] = SYN_SENT;
        clientIsLower[entry] = key.sourceIsLower();
        closing[entry] = 0;
        return true;
    }

    private boolean answer(int entry) {
        if (state[entry] == SYN_SENT) {
            state[entry] = SYN_RECEIVED;
        }
        return true;
    }

    /** W8: says whether the connection is established, which the client's acknowledgement makes it. */
    private boolean establish(int entry, boolean fromClient) {
        if (state[entry] == SYN_RECEIVED && fromClient) {
            state[entry] = ESTABLISHED;
        }
        return state[entry] == ESTABLISHED;
    }

    /** W9 to W11. */
    private boolean close(int entry, boolean fromClient, boolean fin) {
        int acknowledgement = Tcp.acknowledgement(segment.tcp());
        int behindFin = Tcp.sequence(segment.tcp()) + segment.payloadBytes() + 1;
        int bits = closing[entry];
        if (fromClient) {
            if ((bits & SERVER_FIN) != 0 && serverEnd[entry] - acknowledgement <= 0) {
                bits |= SERVER_FIN_ACKNOWLEDGED;
            }
            if (fin) {
                bits |= CLIENT_FIN;
                clientEnd[entry] = behindFin;
            }
        } else {
            if ((bits & CLIENT_FIN) != 0 && clientEnd[entry] - acknowledgement <= 0) {
                bits |= CLIENT_FIN_ACKNOWLEDGED;
            }
            if (fin) {
                bits |= SERVER_FIN;
                serverEnd[entry] = behindFin;
            }
        }
        closing[entry] = (byte) bits;
        if (bits == BOTH_FINS_ACKNOWLEDGED) {
            connections.remove(entry);
        }
        return true;
    }
}
