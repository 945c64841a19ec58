package okko.switchd.cli.ofctl;

import static okko.switchd.cli.ofctl.Word.SWITCH;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import okko.switchd.cli.ofctl.Word.Parameter;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.Meter;
import okko.switchd.flow.MeterText;
import okko.switchd.openflow.ChangeMessage.MeterCommand;
import okko.switchd.openflow.ChangeMessage.MeterMod;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.openflow.client.RefusedException;

/** Words about meters. */
final class MeterWords {

    private static final int ALL_METERS = 0xffffffff;
    private static final int FLAG_KILOBITS = 1;
    private static final int FLAG_PACKETS = 1 << 1;
    private static final int FLAG_BURST = 1 << 2;
    private static final int FLAG_STATISTICS = 1 << 3;

    private static final Parameter METER = Parameter.of("METER", "Number, unit and bands.");
    private static final Parameter ONE = Parameter.optional("METER", "meter=NUMBER (default: all).");
    private static final String METER_EXAMPLE = "br0 meter=1,pktps,band=type=drop,rate=1000";

    static final List<Word> ALL = List.of(
            word("add-meter", "Adds a meter.", METER, METER_EXAMPLE, session -> change(session, MeterCommand.ADD)),
            word("mod-meter", "Changes a meter.", METER, METER_EXAMPLE,
                    session -> change(session, MeterCommand.MODIFY)),
            word("del-meters", "Deletes meters.", ONE, "br0 meter=1", MeterWords::delete),
            word("del-meter", "Deletes a meter.", ONE, "br0 meter=1", MeterWords::delete),
            word("dump-meters", "Shows meters.", ONE, "br0",
                    session -> session.show(session.connect(), new StatisticsRequest.MeterConfigs(number(session)))),
            word("dump-meter", "Shows a meter.", ONE, "br0 meter=1",
                    session -> session.show(session.connect(), new StatisticsRequest.MeterConfigs(number(session)))),
            word("meter-stats", "Shows what meters counted.", ONE, "br0",
                    session -> session.show(session.connect(), new StatisticsRequest.Meters(number(session)))),
            Word.of("meter-features", "Shows what meters can do.", List.of(SWITCH), "br0",
                    session -> session.show(session.connect(), new StatisticsRequest.MeterFeatures()))
                    .since(OpenFlowVersion.V1_3));

    private MeterWords() {}

    private static Word word(String name, String description, Parameter parameter, String example,
            Word.Action action) {
        return Word.of(name, description, List.of(SWITCH, parameter), example, action).since(OpenFlowVersion.V1_3);
    }

    private static void change(Session session, MeterCommand command)
            throws IOException, RefusedException, FlowSyntaxException {
        String text = session.argument(1).orElseThrow();
        Meter meter = MeterText.parse(text);
        session.connect().change(List.of(new MeterMod(command, meter.id(), flags(meter, text), meter.bands())));
    }

    /** What the text says but the meter does not keep. */
    private static int flags(Meter meter, String text) {
        int flags = switch (meter.unit()) {
            case KILOBITS -> FLAG_KILOBITS;
            case PACKETS -> FLAG_PACKETS;
        };
        List<String> words = List.of(text.split("[,\\s]+"));
        boolean hasBurst = words.contains("burst") || meter.bands().stream().anyMatch(band -> band.burst() != 0);
        return flags | (hasBurst ? FLAG_BURST : 0) | (words.contains("stats") ? FLAG_STATISTICS : 0);
    }

    private static void delete(Session session) throws IOException, RefusedException {
        session.connect().change(List.of(
                new MeterMod(MeterCommand.DELETE, number(session).orElse(ALL_METERS), 0, List.of())));
    }

    private static OptionalInt number(Session session) throws IOException {
        String text = session.argument(1).orElse("all").replaceFirst("^meter=", "");
        return text.equals("all") ? OptionalInt.empty() : OptionalInt.of(Numbers.unsigned("meter", text));
    }
}
