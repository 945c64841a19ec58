package okko.switchd.cli.ofctl;

import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.Match;
import okko.switchd.flow.PortNames;
import okko.switchd.flow.ReservedPort;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.ChangeMessage.PacketOut;

/** Packets to be sent, as text: {@code in_port=1 packet=HEX actions=output:2}. */
final class PacketOutText {

    private static final Pattern PACKET = Pattern.compile("(^|[,\\s])packet=([0-9a-fA-F\\s]*?)(?=$|,|\\s+[a-z_0-9]+=)");

    private PacketOutText() {}

    static PacketOut parse(String text, PortNames ports) throws FlowSyntaxException {
        Matcher packet = PACKET.matcher(text);
        if (!packet.find()) {
            throw new FlowSyntaxException(1, "expected packet=HEX, in_port=PORT and actions=ACTIONS");
        }
        byte[] frame = frame(packet.group(2), packet.start(2) + 1);
        String rest = text.substring(0, packet.start()) + " " + text.substring(packet.end());
        Flow flow = FlowText.parse(rest, ports);
        Match metadata = flow.match();
        int inPort = metadata.mask(Field.IN_PORT).isZero() ? ReservedPort.CONTROLLER
                : (int) metadata.value(Field.IN_PORT).low();
        return new PacketOut(ChangeMessage.NO_BUFFER, inPort, metadata.without(Field.IN_PORT), flow.actions(), frame);
    }

    static byte[] frame(String hexadecimal, int column) throws FlowSyntaxException {
        try {
            return HexFormat.of().parseHex(hexadecimal.replaceAll("\\s", ""));
        } catch (IllegalArgumentException _) {
            throw new FlowSyntaxException(column, "expected a packet in hexadecimal, two digits for each byte");
        }
    }

    static PacketOut of(String inPort, String actions, byte[] frame, PortNames ports) throws FlowSyntaxException {
        Flow flow = FlowText.parse("in_port=" + inPort + ",actions=" + actions, ports);
        List<Action> parsed = flow.actions();
        return new PacketOut(ChangeMessage.NO_BUFFER, (int) flow.match().value(Field.IN_PORT).low(), Match.ANY, parsed,
                frame);
    }
}
