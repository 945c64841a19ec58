package okko.switchd.cli.ofctl;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import okko.ringshm.attach.RunDirectory;
import okko.switchd.flow.PortLabels;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.ProgramMessage;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;
import okko.switchd.openflow.client.SwitchAddress;
import okko.switchd.openflow.client.Terms;
import okko.switchd.openflow.client.Wire;
import okko.switchd.openflow.text.FrameDetail;
import okko.switchd.openflow.text.MessageText;
import okko.switchd.openflow.wire.Decoded;
import okko.switchd.openflow.wire.Encoding;

/** What a word has at hand while it is carried out: its parameters, the way to switches, and where to print. */
final class Session implements Closeable {

    private static final String STANDARD_INPUT = "-";

    /** The socket of a bridge that answers questions. */
    static final String MANAGEMENT = "mgmt";

    /** How a word ended. */
    enum Outcome {
        /** As it should. */
        DONE,
        /** What was compared differs, as diff(1) has it. */
        DIFFERENT
    }

    private final Word word;
    private final OfctlOptions options;
    private final List<String> arguments;
    private final PrintWriter out;
    private final PrintWriter err;
    private final List<Closeable> wires = new CopyOnWriteArrayList<>();
    private volatile boolean isTooLate;
    private OpenFlowClient latest;
    private Outcome outcome = Outcome.DONE;
    private boolean isMaybeOkko;

    Session(Word word, OfctlOptions options, List<String> arguments, PrintWriter out, PrintWriter err) {
        this.word = word;
        this.options = options;
        this.arguments = arguments;
        this.out = out;
        this.err = err;
        if (options.timeoutSeconds() > 0) {
            Thread.ofVirtual().start(this::giveUpWhenDue);
        }
    }

    private void giveUpWhenDue() {
        try {
            Thread.sleep(Duration.ofSeconds(options.timeoutSeconds()));
            isTooLate = true;
            closeWires();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    Word word() {
        return word;
    }

    OfctlOptions options() {
        return options;
    }

    PrintWriter out() {
        return out;
    }

    /** Says how the word ended. */
    void finish(Outcome how) {
        outcome = how;
    }

    Outcome outcome() {
        return outcome;
    }

    /** {@return the first parameter: the switch} */
    String target() {
        return arguments.getFirst();
    }

    /**
     * Takes a parameter.
     *
     * @param index of it, from 0
     * @return its text; empty if it is not there
     */
    Optional<String> argument(int index) {
        return index < arguments.size() ? Optional.of(arguments.get(index)) : Optional.empty();
    }

    /**
     * Takes parameters.
     *
     * @param from index of the first one
     * @return all from there on
     */
    List<String> argumentsFrom(int from) {
        return arguments.subList(Math.min(from, arguments.size()), arguments.size());
    }

    /**
     * Connects to the switch of the first parameter, in a version that has this word.
     *
     * @return the connection, which is closed at the end
     * @throws IOException if it cannot be reached; the message is one line
     */
    OpenFlowClient connect() throws IOException {
        return connect(word.since());
    }

    OpenFlowClient connect(OpenFlowVersion since) throws IOException {
        return connect(target(), MANAGEMENT, since);
    }

    OpenFlowClient connect(String target, String socket, OpenFlowVersion since) throws IOException {
        Wire wire = Wire.connect(SwitchAddress.parse(target, options.directories(), socket), options.tls());
        wires.add(wire);
        latest = OpenFlowClient.connect(wire, new Terms(versions(since), options.dialect()));
        isMaybeOkko = isMaybeOkko(target);
        if (isMaybeOkko && socket.equals(MANAGEMENT) && !target.contains(":")) {
            latest.tell(new ProgramMessage.ExplainErrors());
        }
        return latest;
    }

    /** {@return whether the switch that was connected to last may know programs} */
    boolean isMaybeOkko() {
        return isMaybeOkko;
    }

    /** A bridge of a directory where Okko lives, or one that nothing is known of; but not one of Open vSwitch's. */
    private boolean isMaybeOkko(String target) {
        return options.dialect() == Dialect.OKKO && (target.contains(":") || Files.exists(
                new RunDirectory(options.directories().getFirst()).controlSocket()));
    }

    /** Without -O the oldest version that will do is spoken: 1.0 as ovs-ofctl does it, or any that is new enough. */
    private Set<OpenFlowVersion> versions(OpenFlowVersion since) throws IOException {
        Set<OpenFlowVersion> asked = Versions.asked(options);
        if (asked.isEmpty()) {
            return since == OpenFlowVersion.V1_0 ? Set.of(since) : EnumSet.range(since, OpenFlowVersion.V1_5);
        }
        Set<OpenFlowVersion> able = EnumSet.copyOf(asked);
        able.removeIf(version -> !version.isAtLeast(since));
        if (able.isEmpty()) {
            throw new IOException("%s needs OpenFlow %s or later (-O %s)"
                    .formatted(word.name(), since.number(), since.label()));
        }
        return able;
    }

    /** {@return whether 1.0 is the version that is spoken unless something newer is needed} */
    boolean isFirstVersionUsual() throws IOException {
        return Versions.asked(options).isEmpty();
    }

    /** {@return a writer of messages for the connection that was made last} */
    MessageText text() {
        return text(PortLabels.NUMBERS);
    }

    MessageText text(PortLabels labels) {
        Encoding encoding = latest == null ? Encoding.initial(OpenFlowVersion.V1_0, Dialect.OKKO)
                : latest.encoding();
        return new MessageText(encoding, labels, options.isMore() ? FrameDetail.FIELDS_AND_BYTES : FrameDetail.FIELDS);
    }

    /**
     * Asks the switch, and prints the answer.
     *
     * @param client   to ask
     * @param question to ask
     * @throws IOException      if the switch goes away
     * @throws RefusedException if it refuses
     */
    void show(OpenFlowClient client, Message question) throws IOException, RefusedException {
        MessageText text = text(options.hasNames() ? SwitchPorts.ask(client).labels() : PortLabels.NUMBERS);
        for (Decoded part : client.ask(question)) {
            out.print(text.print(part));
        }
    }

    /** Prints a line. */
    void print(String line) {
        out.println(line);
    }

    /** Tells what the user should know, while the word goes on. */
    void warn(String line) {
        err.println("okko: " + line);
    }

    /**
     * Reads a file of lines.
     *
     * @param file its path, or {@code -} for standard input
     * @return the lines
     * @throws IOException if it cannot be read; the message is one line
     */
    static List<String> lines(String file) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return new ArrayList<>(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                    .lines().toList());
        }
        try {
            return Files.readAllLines(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        }
    }

    /** {@return one line about what went wrong} */
    String explain(IOException e) {
        return isTooLate ? "no end after " + options.timeoutSeconds() + " s" : e.getMessage();
    }

    private void closeWires() {
        for (Closeable wire : wires) {
            try {
                wire.close();
            } catch (IOException _) {
                // It is not used any more.
            }
        }
    }

    @Override
    public void close() {
        closeWires();
    }
}
