package okko.switchd.cli.ofctl;

import static okko.switchd.cli.ofctl.Word.SWITCH;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import okko.switchd.openflow.HandshakeMessage.FeaturesRequest;
import okko.switchd.openflow.HandshakeMessage.GetConfigReply;
import okko.switchd.openflow.HandshakeMessage.GetConfigRequest;
import okko.switchd.openflow.HandshakeMessage.SetConfig;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;
import okko.switchd.openflow.text.MessageText;

/** Words about the switch as a whole. */
final class SwitchWords {

    private static final int FRAGMENTS_MASK = 3;
    private static final List<String> FRAGMENT_MODES = List.of("normal", "drop", "reassemble", "nx-match");

    static final List<Word> ALL = List.of(
            Word.of("show", "Shows who the switch is, and its ports.", List.of(SWITCH), "br0", SwitchWords::show),
            Word.of("dump-desc", "Shows who made the switch.", List.of(SWITCH), "br0",
                    session -> session.show(session.connect(), new StatisticsRequest.Description())),
            Word.of("get-frags", "Shows how fragments are treated.", List.of(SWITCH), "br0", SwitchWords::getFragments),
            Word.of("set-frags", "Chooses how fragments are treated.", List.of(SWITCH,
                    Word.Parameter.of("MODE", "normal, drop, reassemble or nx-match.")), "br0 normal",
                    SwitchWords::setFragments));

    private SwitchWords() {}

    private static void show(Session session) throws IOException, RefusedException {
        OpenFlowClient client = session.connect();
        session.show(client, new FeaturesRequest());
        if (client.version() != OpenFlowVersion.V1_0) {
            session.show(client, new StatisticsRequest.PortDescriptions(OptionalInt.empty()));
        }
        session.show(client, new GetConfigRequest());
    }

    private static void getFragments(Session session) throws IOException, RefusedException {
        session.print(MessageText.fragments(
                session.connect().ask(new GetConfigRequest(), GetConfigReply.class).flags()));
    }

    private static void setFragments(Session session) throws IOException, RefusedException {
        String mode = session.argument(1).orElseThrow();
        int bits = FRAGMENT_MODES.indexOf(mode);
        if (bits < 0) {
            throw new IOException(mode + ": expected " + String.join(", ", FRAGMENT_MODES));
        }
        OpenFlowClient client = session.connect();
        GetConfigReply before = client.ask(new GetConfigRequest(), GetConfigReply.class);
        int flags = before.flags() & ~FRAGMENTS_MASK | bits;
        if (flags == before.flags()) {
            return;
        }
        client.change(List.of(new SetConfig(flags, before.missSendBytes())));
        if ((client.ask(new GetConfigRequest(), GetConfigReply.class).flags() & FRAGMENTS_MASK) != bits) {
            throw new IOException(session.target() + ": setting fragment handling mode failed (this switch probably "
                    + "doesn't support mode \"" + mode + "\")");
        }
    }
}
