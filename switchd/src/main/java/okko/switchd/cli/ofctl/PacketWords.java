package okko.switchd.cli.ofctl;

import static okko.switchd.cli.ofctl.Word.SWITCH;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.switchd.cli.ofctl.Word.Parameter;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.openflow.ChangeMessage.PacketOut;
import okko.switchd.openflow.EventMessage.PacketInMessage;
import okko.switchd.openflow.HandshakeMessage.GetConfigReply;
import okko.switchd.openflow.HandshakeMessage.GetConfigRequest;
import okko.switchd.openflow.HandshakeMessage.SetConfig;
import okko.switchd.openflow.MonitorMessage.FlowMonitorRequest;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PacketInFormat;
import okko.switchd.openflow.SettingsMessage.SetPacketInFormat;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;
import okko.switchd.openflow.text.MessageText;
import okko.switchd.openflow.wire.Decoded;

/** Words about packets on their way to and from controllers, and about what a switch tells by itself. */
final class PacketWords {

    private static final int MAX_MISS_BYTES = 0xffff;
    private static final int FLAG_INVALID_TTL = 1 << 2;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

    static final List<Word> ALL = List.of(
            Word.of("packet-out", "Sends packets.", List.of(SWITCH,
                    Parameter.of("PACKET", "in_port=PORT packet=HEX actions=ACTIONS; or just PORT, then ACTIONS, then "
                            + "packets in hexadecimal."), Parameter.many("MORE", "See PACKET.")),
                    "br0 \"in_port=1 packet=0200000000020200000000010800 actions=output:2\"", PacketWords::send),
            Word.of("monitor", "Prints what the switch tells by itself, until it is ended.", List.of(SWITCH,
                    Parameter.many("WHAT", "Bytes of packets that no flow matches; invalid_ttl; "
                            + "watch:[!initial][,!add][,!delete][,!modify][,!own][,!actions][,FLOW] for changes of "
                            + "flows.")), "br0 65534 watch:", PacketWords::monitor),
            Word.of("snoop", "Prints what the switch and its controllers say to each other, until it is ended.",
                    List.of(SWITCH), "br0", PacketWords::snoop));

    private PacketWords() {}

    private static void send(Session session) throws IOException, RefusedException, FlowSyntaxException {
        OpenFlowClient client = session.connect();
        TextSource source = new TextSource(client);
        List<String> words = session.argumentsFrom(1);
        List<PacketOut> packets = new ArrayList<>();
        if (words.size() == 1) {
            packets.add(source.read(ports -> PacketOutText.parse(words.getFirst(), ports)));
        } else if (words.size() == 2) {
            throw new IOException("expected packets in hexadecimal behind PORT and ACTIONS");
        }
        for (String packet : words.subList(Math.min(2, words.size()), words.size())) {
            byte[] frame = PacketOutText.frame(packet, 1);
            packets.add(source.read(ports -> PacketOutText.of(words.get(0), words.get(1), frame, ports)));
        }
        client.change(packets);
    }

    private static void monitor(Session session) throws IOException, RefusedException, FlowSyntaxException {
        OpenFlowClient client = session.connect();
        configure(session, client);
        int id = 0;
        for (String word : session.argumentsFrom(1)) {
            if (word.startsWith("watch:")) {
                int number = id++;
                FlowMonitorRequest request = new TextSource(client).read(ports ->
                        new FlowMonitorRequest(List.of(WatchText.parse(number, word, ports))));
                session.show(client, request);
            }
        }
        chooseFormat(session, client);
        session.out().flush();
        MessageText text = session.text();
        for (long left = session.options().count(); left > 0; ) {
            Decoded received = client.receive();
            boolean isPacket = received.message() instanceof PacketInMessage;
            if (!session.options().isJson()) {
                print(session, text.print(received));
                left--;
            } else if (isPacket) {
                session.print(PacketJson.print((PacketInMessage) received.message()));
                left--;
            }
            session.out().flush();
        }
    }

    private static void configure(Session session, OpenFlowClient client) throws IOException, RefusedException {
        GetConfigReply before = client.ask(new GetConfigRequest(), GetConfigReply.class);
        int bytes = before.missSendBytes();
        int flags = before.flags();
        for (String word : session.argumentsFrom(1)) {
            if (word.equals("invalid_ttl")) {
                flags |= FLAG_INVALID_TTL;
            } else if (!word.startsWith("watch:")) {
                bytes = Numbers.within("miss length", word, 0, MAX_MISS_BYTES);
            }
        }
        client.change(List.of(new SetConfig(flags, bytes)));
    }

    /** The later formats tell more; a switch that does not know them refuses, and is asked for the next. */
    private static void chooseFormat(Session session, OpenFlowClient client) throws IOException, RefusedException {
        Optional<PacketInFormat> wanted = session.options().packetInFormat();
        if (wanted.isPresent()) {
            client.change(List.of(new SetPacketInFormat(wanted.get())));
            client.agree(encoding -> encoding.with(wanted.get()));
            return;
        }
        List<PacketInFormat> formats = client.version() == OpenFlowVersion.V1_0
                ? List.of(PacketInFormat.NXT_PACKET_IN2, PacketInFormat.NXT_PACKET_IN)
                : List.of(PacketInFormat.NXT_PACKET_IN2);
        for (PacketInFormat format : formats) {
            try {
                client.change(List.of(new SetPacketInFormat(format)));
                client.agree(encoding -> encoding.with(format));
                return;
            } catch (RefusedException _) {
                // The next format is tried, or the one of the version stays.
            }
        }
    }

    private static void snoop(Session session) throws IOException {
        OpenFlowClient client = session.connect(session.target(), "snoop", OpenFlowVersion.V1_0);
        MessageText text = session.text();
        for (long left = session.options().count(); left > 0; left--) {
            print(session, text.print(client.receiveFrame()));
            session.out().flush();
        }
    }

    private static void print(Session session, String lines) {
        if (session.options().hasTimestamps()) {
            session.out().print(TIME.format(LocalDateTime.now(ZoneOffset.UTC)) + ": ");
        }
        session.out().print(lines);
    }
}
