package okko.switchd.openflow.text;

import java.util.HexFormat;
import okko.switchd.openflow.ChangeMessage.PacketOut;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.EventMessage.PacketInMessage;

/** Packets on their way to and from controllers. */
final class PacketMessageText {

    private static final long NO_COOKIE = -1L;

    private PacketMessageText() {}

    static String in(PacketInMessage packet, FrameDetail detail) {
        StringBuilder text = new StringBuilder();
        text.append(packet.table() == 0 ? "" : " table_id=" + packet.table());
        text.append(packet.cookie() == NO_COOKIE ? "" : " cookie=0x" + Long.toHexString(packet.cookie()));
        text.append(" total_len=").append(packet.totalBytes()).append(' ').append(packet.metadata());
        text.append(" (via ").append(packet.reason().label()).append(')');
        text.append(" data_len=").append(packet.frame().length).append(" (unbuffered)");
        if (packet.totalBytes() != packet.frame().length) {
            text.append(" (***total_len != data_len***)");
        }
        text.append('\n');
        if (packet.userData().length > 0) {
            text.append(" userdata=").append(HexFormat.ofDelimiter(".").formatHex(packet.userData())).append('\n');
        }
        return text.append(frame(packet.frame(), detail)).toString();
    }

    static String out(PacketOut packet, FrameDetail detail, FlowStyle style) {
        String text = " in_port=%s actions=%s ".formatted(style.labels().label(packet.inPort()),
                style.actions(packet.actions()));
        if (packet.bufferId() != ChangeMessage.NO_BUFFER) {
            return text + "buffer=0x%08x\n".formatted(packet.bufferId());
        }
        return text + "data_len=" + packet.frame().length + "\n" + frame(packet.frame(), detail);
    }

    private static String frame(byte[] frame, FrameDetail detail) {
        return FrameText.print(frame) + "\n" + switch (detail) {
            case FIELDS -> "";
            case FIELDS_AND_BYTES -> HexDump.print(frame, 0, frame.length);
        };
    }
}
