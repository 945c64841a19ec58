package okko.eval.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program goes to a process of its own and back, under traffic, by one command each. */
class ProgramMoveIT {

    /** Of the recorded packets: all, and those that the firewall lets through. */
    private static final int PACKETS = 3_367;
    private static final int PASSED = 2_760;
    private static final int MOVES = 2;

    @TempDir
    Path directory;

    @Test
    void shouldJudgeLikeAProgramThatStaysWhenItMovesThereAndBackUnderTraffic() throws Exception {
        Set<String> connectionsOfOneThatStays;
        try (Daemon daemon = Daemon.start(Files.createDirectory(directory.resolve("stays")), config())) {
            JsonNode report = daemon.ask("replay", "run", "in", "--passes", "2");
            assertThat(report.required("out").asLong()).isEqualTo(2 * PASSED);
            connectionsOfOneThatStays = connections(daemon);
        }
        try (Daemon daemon = Daemon.start(Files.createDirectory(directory.resolve("moves")), config())) {
            AtomicBoolean isOver = new AtomicBoolean();
            var traffic = CompletableFuture.supplyAsync(() -> replayUntil(isOver, daemon));
            Okko.await("traffic", () -> runs(daemon) > 0);
            for (int i = 0; i < MOVES; i++) {
                JsonNode there = daemon.ask("prog", "move", "1", "--to", "fw");
                assertThat(there.required("place").asText()).isEqualTo("fw");
                assertThat(place(daemon)).isEqualTo("fw");
                long before = Answers.packets(daemon, "fw", "rxPackets");
                Okko.await("answers of the process", () -> Answers.packets(daemon, "fw", "rxPackets") > before);
                JsonNode back = daemon.ask("prog", "move", "1", "--to", "switch");
                assertThat(back.required("pid").asLong()).isEqualTo(there.required("pid").asLong());
                assertThat(back.required("late").asInt()).isZero();
                assertThat(place(daemon)).isEqualTo("switch");
                Okko.await("the process to be gone", () -> !Answers.attached(daemon, "fw"));
            }
            isOver.set(true);
            long passes = 0;
            for (JsonNode report : traffic.get(60, TimeUnit.SECONDS)) {
                long passed = report.required("passes").asLong();
                passes += passed;
                assertThat(report.required("packets").asLong()).isEqualTo(passed * PACKETS);
                assertThat(report.required("out").asLong()).as("%s", report).isEqualTo(passed * PASSED);
                assertThat(report.required("drops").path("flow_drop").asLong()).isEqualTo(passed * (PACKETS - PASSED));
                assertThat(report.required("drops")).as("%s", report).hasSize(1);
            }
            assertThat(runs(daemon)).isEqualTo(passes * PACKETS);
            assertThat(connections(daemon)).isEqualTo(connectionsOfOneThatStays).isNotEmpty();
            Conservation.check(daemon);
        }
    }

    @Test
    void shouldKeepTheMapsAndComeBackWhenTheProcessIsKilled() throws Exception {
        try (Daemon daemon = Daemon.start(directory, config())) {
            long pid = daemon.ask("prog", "move", "1", "--to", "fw").required("pid").asLong();
            JsonNode away = daemon.ask("replay", "run", "in", "--passes", "2");
            assertThat(away.required("out").asLong()).isEqualTo(2 * PASSED);
            Set<String> connections = connections(daemon);
            assertThat(connections).isNotEmpty();

            assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
            Okko.await("the switch to know", () -> !Answers.attached(daemon, "fw"));
            JsonNode orphaned = daemon.ask("replay", "run", "in", "--passes", "1");
            assertThat(orphaned.required("drops").path("processor_absent").asInt()).isEqualTo(PACKETS);
            assertThat(orphaned.required("conserved").asBoolean()).isTrue();

            assertThat(daemon.ask("prog", "move", "1", "--to", "switch").required("pid").asLong()).isZero();
            assertThat(connections(daemon)).isEqualTo(connections);
            assertThat(daemon.ask("replay", "run", "in", "--passes", "1").required("out").asInt()).isEqualTo(PASSED);
            Conservation.check(daemon);
        }
    }

    @Test
    void shouldSayInOneLineWhatCannotBeMoved() throws Exception {
        try (Daemon daemon = Daemon.start(directory, config())) {
            assertThat(refusal(daemon, "1", "--to", "nowhere"))
                    .isEqualTo("okko: no ring port is named nowhere; there are fw");
            assertThat(refusal(daemon, "7", "--to", "fw")).isEqualTo("okko: filter_prog=7 is not loaded; loaded: 1");
            assertThat(refusal(daemon, "1", "--to", "switch"))
                    .isEqualTo("okko: filter_prog=1 runs in the switch already");
            assertThat(refusal(daemon, "1", "--to", "fw", "--no-start"))
                    .startsWith("okko: port fw: no processor is attached; start one: okko proc run --once --attach fw");
            assertThat(daemon.ask("proc", "list").path(0).required("attached").asInt()).isZero();
        }
    }

    /** One replay after the other, without a pause. */
    private static List<JsonNode> replayUntil(AtomicBoolean isOver, Daemon daemon) {
        List<JsonNode> reports = new ArrayList<>();
        while (!isOver.get()) {
            reports.add(Answers.ask(daemon, "replay run", "port", "in", "durationMs", 1_000));
        }
        return reports;
    }

    private String refusal(Daemon daemon, String... words) throws Exception {
        String[] all = new String[words.length + 5];
        System.arraycopy(new String[] {"ctl", "prog", "move"}, 0, all, 0, 3);
        System.arraycopy(words, 0, all, 3, words.length);
        all[all.length - 2] = "--rundir";
        all[all.length - 1] = daemon.runDirectory().toString();
        Okko.Outcome outcome = Okko.run(directory, all);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).hasSize(1);
        return outcome.firstError();
    }

    private static String place(Daemon daemon) {
        return Answers.ask(daemon, "prog list").path(0).required("place").asText();
    }

    private static long runs(Daemon daemon) {
        return Answers.ask(daemon, "prog list").path(0).required("runs").asLong();
    }

    /** The connections that the program knows; what it remembers of each has times in it. */
    private static Set<String> connections(Daemon daemon) {
        Set<String> keys = new TreeSet<>();
        Answers.ask(daemon, "map dump", "program", 1, "map", "connections").required("entries")
                .forEach(entry -> keys.add(entry.required("key").asText()));
        return keys;
    }

    private static String config() {
        return """
                bridge: br0
                ports:
                  in:  {number: 1, type: replay, file: %s}
                  out: {number: 2, type: replay}
                  fw:  {number: 10, type: ring, capacity: 4096} # holds a whole pass
                programs:
                  1: {file: %s}
                flows:
                  - priority=10,in_port=in,filter_prog=1,actions=output:out
                  - priority=0,actions=drop
                """
                .formatted(
                        Okko.ROOT.resolve("evaluation/src/main/traffic/tcp-mix.pcap"),
                        Okko.ROOT.resolve("evaluation/src/main/bpf/firewall.o"));
    }
}
