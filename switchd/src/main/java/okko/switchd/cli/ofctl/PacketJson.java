package okko.switchd.cli.ofctl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HexFormat;
import okko.switchd.flow.Field;
import okko.switchd.openflow.EventMessage.PacketInMessage;

/** Packets for controllers as JSON. */
final class PacketJson {

    private PacketJson() {}

    static String print(PacketInMessage packet) {
        return JsonNodeFactory.instance.objectNode()
                .put("frame", HexFormat.of().formatHex(packet.frame()))
                .put("frameBytes", packet.totalBytes())
                .put("inPort", packet.metadata().value(Field.IN_PORT).low())
                .put("reason", packet.reason().label())
                .put("table", packet.table())
                .put("cookie", "0x" + Long.toHexString(packet.cookie()))
                .put("metadata", packet.metadata().toString())
                .toString();
    }
}
