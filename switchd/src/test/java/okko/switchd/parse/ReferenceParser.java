package okko.switchd.parse;

import okko.switchd.flow.Field;
import okko.switchd.flow.Match;

/** Parses a frame the slow way, field by field out of an array whose bounds are checked; written from the RFCs. */
final class ReferenceParser {

    private final byte[] frame;
    private Match fields = Match.ANY;

    private ReferenceParser(byte[] frame) {
        this.frame = frame;
    }

    /** The fields of a frame, each as an exact match; those that it does not have are not matched. */
    static Match parse(byte[] frame, int inPort, long metadata) {
        ReferenceParser parser = new ReferenceParser(frame);
        parser.set(Field.IN_PORT, inPort);
        parser.set(Field.METADATA, metadata);
        parser.ethernet();
        return parser.fields;
    }

    private void ethernet() {
        if (frame.length < 14) {
            return;
        }
        set(Field.DL_DST, number(0, 6));
        set(Field.DL_SRC, number(6, 6));
        int type = (int) number(12, 2);
        int next = 14;
        if (type == 0x8100 && frame.length >= 18) {
            set(Field.VLAN_TCI, number(14, 2) | 0x1000);
            type = (int) number(16, 2);
            next = 18;
        }
        if (type < 1536) {
            type = 0x05ff;
        }
        set(Field.DL_TYPE, type);
        if (type == 0x0800) {
            ipv4(next);
        }
        if (type == 0x0806) {
            arp(next);
        }
    }

    private void ipv4(int start) {
        if (frame.length - start < 20 || frame[start] >> 4 != 4) {
            return;
        }
        int headerBytes = (frame[start] & 15) * 4;
        int totalBytes = (int) number(start + 2, 2);
        if (headerBytes < 20 || totalBytes < headerBytes || start + totalBytes > frame.length) {
            return;
        }
        set(Field.NW_TOS, number(start + 1, 1) & 0xfc);
        set(Field.NW_ECN, number(start + 1, 1) % 4);
        set(Field.NW_TTL, number(start + 8, 1));
        set(Field.NW_PROTO, number(start + 9, 1));
        set(Field.NW_SRC, number(start + 12, 4));
        set(Field.NW_DST, number(start + 16, 4));
        boolean hasMore = (frame[start + 6] & 0x20) != 0;
        long offset = number(start + 6, 2) % 8192;
        if (offset > 0) {
            set(Field.IP_FRAG, 3);
            return;
        }
        set(Field.IP_FRAG, hasMore ? 1 : 0);
        transport((int) number(start + 9, 1), start + headerBytes, totalBytes - headerBytes);
    }

    private void transport(int protocol, int start, int bytes) {
        if (protocol == 6 && bytes >= 20) {
            set(Field.TP_SRC, number(start, 2));
            set(Field.TP_DST, number(start + 2, 2));
            set(Field.TCP_FLAGS, number(start + 12, 2) % 4096);
        }
        if (protocol == 17 && bytes >= 8) {
            set(Field.TP_SRC, number(start, 2));
            set(Field.TP_DST, number(start + 2, 2));
        }
        if (protocol == 1 && bytes >= 8) {
            set(Field.ICMP_TYPE, number(start, 1));
            set(Field.ICMP_CODE, number(start + 1, 1));
        }
    }

    private void arp(int start) {
        if (frame.length - start < 28 || number(start, 6) != 0x0001_0800_0604L) {
            return;
        }
        long operation = number(start + 6, 2);
        set(Field.ARP_OP, operation > 255 ? 0 : operation);
        set(Field.ARP_SPA, number(start + 14, 4));
        set(Field.ARP_TPA, number(start + 24, 4));
    }

    private long number(int start, int bytes) {
        long number = 0;
        for (int i = start; i < start + bytes; i++) {
            number = number * 256 + (frame[i] & 255);
        }
        return number;
    }

    private void set(Field field, long value) {
        fields = fields.with(field, value);
    }
}
