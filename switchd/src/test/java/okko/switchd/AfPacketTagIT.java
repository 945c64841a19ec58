package okko.switchd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.capture.Capture;
import okko.ringshm.capture.CaptureWriter;
import okko.switchd.control.ControlClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames that leave by one end of a virtual Ethernet pair and come back by the other, both ends being ports. */
class AfPacketTagIT {

    private static final String ID = Long.toString(ProcessHandle.current().pid() % 100_000);
    private static final String X = "okex" + ID;
    private static final String Y = "okey" + ID;
    private static final String MACS = "020000000001" + "020000000002";

    @TempDir
    Path directory;

    @BeforeEach
    void makePair() throws Exception {
        assumeTrue(Processes.succeeds("ip", "link", "add", X, "type", "veth", "peer", "name", Y),
                "virtual Ethernet needs root");
        for (String end : List.of(X, Y)) {
            Path ipv6 = Path.of("/proc/sys/net/ipv6/conf", end, "disable_ipv6");
            if (Files.exists(ipv6)) {
                Files.writeString(ipv6, "1"); // or the host would send frames of its own
            }
            Processes.run("ip", "link", "set", end, "up");
        }
    }

    @AfterEach
    void removePair() throws Exception {
        Processes.succeeds("ip", "link", "del", X);
    }

    @Test
    void shouldReceiveTheFramesThatWereSentWhenTheKernelTakesTagsOut() throws Exception {
        List<byte[]> frames = new ArrayList<>();
        for (String types : List.of("88b5", "8100" + "2064" + "88b5", "88a8" + "0007" + "8100" + "2064" + "88b5")) {
            frames.add(HexFormat.of().parseHex(MACS + types + "00112233445566778899".repeat(6)));
        }
        try (CaptureWriter writer = CaptureWriter.create(directory.resolve("trace.pcap"))) {
            for (byte[] frame : frames) {
                writer.write(0, frame);
            }
        }
        Path file = Files.writeString(directory.resolve("okko.yaml"), """
                pool: {buffers: 256}
                ports:
                  r: {number: 1, type: replay, file: trace.pcap}
                  x: {number: 2, type: afpacket, interface: %s}
                  y: {number: 3, type: afpacket, interface: %s}
                  arrived: {number: 4, type: pcap, write: arrived.pcap}
                flows: ["in_port=r,actions=output:x", "in_port=y,actions=output:arrived"]
                """.formatted(X, Y));
        try (Switch okko = Switch.create(ConfigFile.read(file), new RunDirectory(directory.resolve("run")))) {
            okko.start();
            try (ControlClient client = ControlClient.connect(directory.resolve("run"))) {
                client.send("replay run", client.newArguments().put("port", "r"));
                Processes.await("three frames by the other end", () -> {
                    try {
                        return client.send("port list", null).get(3).path("txPackets").asInt() == frames.size();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
            }
        }
        Capture arrived = Capture.read(directory.resolve("arrived.pcap"));
        for (int i = 0; i < frames.size(); i++) {
            assertThat(HexFormat.of().formatHex(arrived.frame(i)))
                    .isEqualTo(HexFormat.of().formatHex(frames.get(i)));
        }
    }
}
