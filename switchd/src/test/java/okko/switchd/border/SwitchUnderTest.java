package okko.switchd.border;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.capture.CaptureWriter;
import okko.switchd.ConfigFile;
import okko.switchd.Processes;
import okko.switchd.Switch;
import okko.switchd.control.CommandException;
import okko.switchd.control.ControlClient;

/**
 * A switch with two processors: whoever serves {@code fw} is the one that misbehaves, and gets copies; {@code by} is
 * served by a {@link HonestPeer}, whose packets are waited for before they are sent again, so that not one of them may
 * be missing.
 */
final class SwitchUnderTest implements AutoCloseable {

    static final int BUFFERS = 4096;
    static final int FRAMES = 2048;
    static final int FOR_BYSTANDER = FRAMES / 8;
    static final int FOR_BOTH = FRAMES - FOR_BYSTANDER;
    static final int CAPACITY = 64;
    static final int QUOTA = 48;

    private static final int FRAME_BYTES = 60;
    private static final int MILLION_PASSES = (1_000_000 + FRAMES - 1) / FRAMES;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final Path run;
    private final AutoCloseable okko;
    private final Process bystander;
    private Traffic traffic;

    private SwitchUnderTest(Path run, AutoCloseable okko) throws Exception {
        this.run = run;
        this.okko = okko;
        bystander = Processes.startAndAwait("attached",
                Processes.java(HonestPeer.class, attachSocket().toString(), "by"));
        awaitState("by", "attached");
    }

    /** Starts the switch in this process, and the bystander in one of its own. */
    static SwitchUnderTest start(Path directory) throws Exception {
        return start(directory, 0);
    }

    /** The same, with so many empty buffers for whoever serves {@code fw}. */
    static SwitchUnderTest start(Path directory, int emptyBuffers) throws Exception {
        Path run = directory.resolve("run");
        Switch okko = Switch.create(ConfigFile.read(writeConfig(directory, emptyBuffers)), new RunDirectory(run));
        okko.start();
        return new SwitchUnderTest(run, okko);
    }

    /** Starts the switch in a process of its own, in the same run directory each time. */
    static SwitchUnderTest start(ChildSwitch child) throws Exception {
        return new SwitchUnderTest(child.runDirectory(), child);
    }

    /** Writes the configuration and the capture that it replays. */
    static Path writeConfig(Path directory, int emptyBuffers) throws IOException {
        try (CaptureWriter writer = CaptureWriter.create(directory.resolve("trace.pcap"))) {
            for (int i = 0; i < FRAMES; i++) {
                byte[] frame = new byte[FRAME_BYTES];
                frame[0] = 2;
                frame[5] = (byte) (i % (FRAMES / FOR_BYSTANDER) == 0 ? 5 : 3);
                frame[12] = (byte) 0x88; // local experimental Ethernet type, IEEE 802
                frame[13] = (byte) 0xb5;
                frame[30] = (byte) i;
                writer.write(0, frame);
            }
        }
        return Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: %d, dataBytes: 256}
                ports:
                  in: {number: 1, type: replay, file: trace.pcap}
                  direct: {number: 2, type: replay}
                  fw: {number: 3, type: ring, capacity: %d, quota: %d, empty-buffers: %d}
                  after-fw: {number: 4, type: replay}
                  by: {number: 5, type: ring, capacity: 512}
                  after-by: {number: 6, type: replay}
                flows:
                  - in_port=in,dl_dst=02:00:00:00:00:03,actions=output:fw,output:direct
                  - in_port=in,dl_dst=02:00:00:00:00:05,actions=output:by
                  - in_port=fw,actions=output:after-fw
                  - in_port=by,actions=output:after-by
                """.formatted(BUFFERS, CAPACITY, QUOTA, emptyBuffers));
    }

    Path attachSocket() {
        return new RunDirectory(run).attachSocket();
    }

    Path runDirectory() {
        return run;
    }

    /** Replays without a pause from now on. */
    void startTraffic() {
        traffic = Traffic.start(run);
    }

    /** Ends the replays; every one of them must have kept the law. */
    void stopTraffic() throws InterruptedException {
        traffic.close();
        traffic = null;
    }

    /** Has the switch kill whoever serves {@code fw}; returns when everything is back. */
    void killProcessor() {
        ask("proc kill", "fw");
    }

    private JsonNode ask(String command) {
        return ask(command, "in");
    }

    /** Asks over a new connection: the switch ends idle ones when many come. */
    private JsonNode ask(String command, String port) {
        try (ControlClient client = ControlClient.connect(run)) {
            return client.send(command, client.newArguments().put("port", port).put("passes", MILLION_PASSES));
        } catch (IOException | CommandException e) {
            throw new AssertionError(e);
        }
    }

    /** Stops caring for the replays; the switch is about to be killed. */
    void abandonTraffic() throws InterruptedException {
        traffic.abandon();
        traffic = null;
    }

    /** Waits until the other processor has ended by itself, and returns its status. */
    int awaitEndOfBystander() throws InterruptedException {
        return bystander.waitFor();
    }

    JsonNode port(String name) {
        for (JsonNode port : ask("port list")) {
            if (port.path("name").asText().equals(name)) {
                return port;
            }
        }
        throw new AssertionError("no port " + name);
    }

    JsonNode processor(String name) {
        for (JsonNode processor : ask("proc list")) {
            if (processor.path("port").asText().equals(name)) {
                return processor;
            }
        }
        throw new AssertionError("no ring port " + name);
    }

    Counts counts() {
        return Counts.of(port("fw"), processor("fw"));
    }

    /** How many buffers whoever serves {@code fw} holds. */
    int lent() {
        return port("fw").path("details").path("lent").asInt();
    }

    String state(String name) {
        return processor(name).path("state").asText();
    }

    void awaitState(String name, String state) throws InterruptedException {
        await(name + " " + state, () -> state(name).equals(state)
                && port(name).path("details").path("state").asText().equals(state));
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("waited too long for: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    /** Every buffer is where it may be, and so many of them are lent to {@code fw}. */
    void assertConserved(int lent) throws InterruptedException {
        await(lent + " buffers lent", () -> lent() == lent
                && port("by").path("details").path("lent").asInt() == 0);
        JsonNode pool = ask("pool show");
        assertThat(pool.path("conserved").asBoolean()).as(pool.toString()).isTrue();
        assertThat(pool.path("lent").asInt()).as(pool.toString()).isEqualTo(lent);
        assertThat(pool.path("held").asInt()).as(pool.toString()).isEqualTo(FRAMES);
        assertThat(pool.path("free").asInt()).as(pool.toString()).isEqualTo(BUFFERS - FRAMES - lent);
    }

    /**
     * A million packets go where they should while nobody serves {@code fw} in the way it says; exactly the copies for
     * {@code fw} are dropped, for this reason.
     */
    void assertAMillionPacketsFlow(String reason) {
        JsonNode report = ask("replay run");
        assertThat(report.path("packets").asLong()).as(report.toString()).isEqualTo((long) MILLION_PASSES * FRAMES);
        assertThat(report.path("conserved").asBoolean()).as(report.toString()).isTrue();
        assertThat(report.path("missing").asInt()).as(report.toString()).isZero();
        assertThat(report.path("drops").size()).as(report.toString()).isEqualTo(1);
        assertThat(report.path("drops").path(reason).asLong()).as(report.toString())
                .isEqualTo((long) MILLION_PASSES * FOR_BOTH);
        assertThat(arrived(report, "direct")).as(report.toString()).isEqualTo((long) MILLION_PASSES * FOR_BOTH);
        assertBystanderLostNothing();
    }

    private static long arrived(JsonNode report, String sink) {
        for (JsonNode arrivals : report.path("sinks")) {
            if (arrivals.path("port").asText().equals(sink)) {
                return arrivals.path("packets").asLong();
            }
        }
        throw new AssertionError("no sink " + sink);
    }

    /** Everything that was ever sent to the other processor came back and went on. */
    void assertBystanderLostNothing() {
        JsonNode by = port("by");
        assertThat(state("by")).isEqualTo("attached");
        assertThat(by.path("drops").size()).as(by.toString()).isZero();
        assertThat(by.path("details").path("strikes").asLong()).as(by.toString()).isZero();
        assertThat(by.path("rxPackets")).as(by.toString()).isEqualTo(by.path("txPackets"));
        assertThat(port("after-by").path("txPackets")).isEqualTo(by.path("txPackets"));
        assertThat(port("in").path("rxPackets").asLong() / FRAMES * FOR_BYSTANDER)
                .isEqualTo(by.path("txPackets").asLong());
    }

    @Override
    public void close() throws Exception {
        if (traffic != null) {
            traffic.close();
        }
        okko.close();
        bystander.destroyForcibly().waitFor();
    }
}
