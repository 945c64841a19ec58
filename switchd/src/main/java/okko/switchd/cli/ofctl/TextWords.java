package okko.switchd.cli.ofctl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import okko.switchd.cli.ofctl.Word.Parameter;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.PortNames;
import okko.switchd.openflow.ChangeMessage.FlowCommand;
import okko.switchd.openflow.client.Frames;
import okko.switchd.openflow.wire.Decoded;

/** Words that ask no switch. */
final class TextWords {

    static final List<Word> ALL = List.of(
            Word.of("ofp-print", "Prints a message.", List.of(
                    Parameter.of("HEX", "The message in hexadecimal; - for standard input.")),
                    "0113000800000001", TextWords::printMessage),
            Word.of("ofp-parse", "Prints the messages of a file.", List.of(
                    Parameter.of("FILE", "Messages, one behind the other; - for standard input.")), "messages.bin",
                    TextWords::printMessages),
            Word.of("parse-flow", "Prints a flow as it would be sent.", List.of(
                    Parameter.of("FLOW", "Match, priority and actions.")), "tcp,actions=output:1",
                    session -> printFlows(session, "", List.of(session.argument(0).orElseThrow()))),
            Word.of("parse-flows", "Prints the flows of a file as they would be sent.", List.of(
                    Parameter.of("FILE", "A flow in each line; - for standard input.")), "flows.txt",
                    session -> printFlows(session, session.target(), Session.lines(session.target()))));

    private TextWords() {}

    private static void printMessage(Session session) throws IOException {
        String text = session.argument(0).orElseThrow();
        String digits = text.equals("-") ? String.join("", Session.lines(text)) : text;
        try {
            session.out().print(session.text().print(HexFormat.of().parseHex(digits.replaceAll("[\\s:]", ""))));
        } catch (IllegalArgumentException e) {
            throw new IOException("expected a message in hexadecimal, two digits for each byte", e);
        }
    }

    private static void printMessages(Session session) throws IOException {
        String file = session.argument(0).orElseThrow();
        byte[] all = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        try (InputStream in = new ByteArrayInputStream(all)) {
            for (byte[] frame = Frames.read(in); frame != null; frame = Frames.read(in)) {
                session.out().print(session.text().print(frame));
            }
        }
    }

    private static void printFlows(Session session, String name, List<String> lines)
            throws IOException, FlowSyntaxException {
        PortNames ports = PortNames.open(Map.of());
        int xid = 1;
        for (String line : TextSource.content(lines)) {
            try {
                session.out().print(session.text().print(
                        new Decoded(xid++, FlowLines.parse(line, FlowCommand.ADD, ports), false)));
            } catch (FlowSyntaxException e) {
                if (name.isEmpty()) {
                    throw e;
                }
                throw new IOException(name + ": " + line + ": " + e.getMessage(), e);
            }
        }
    }
}
