package okko.switchd.openflow.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.OpenFlowVersion;

/** Messages that stock tools and a stock switch sent, in {@code captured.txt}. */
final class Captures {

    private Captures() {}

    /**
     * A message.
     *
     * @param version that it is written in
     * @param bytes   of it
     * @param command in whose course it was sent
     */
    record Capture(OpenFlowVersion version, byte[] bytes, String command) {

        @Override
        public String toString() {
            String hex = HexFormat.of().formatHex(bytes);
            return version.number() + " " + command + " " + hex.substring(0, Math.min(hex.length(), 40));
        }
    }

    static List<Capture> all() {
        List<Capture> all = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Captures.class.getResourceAsStream("captured.txt"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] words = line.split(" ", 4);
                    all.add(new Capture(version(words[0]), HexFormat.of().parseHex(words[2]), words[3]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static OpenFlowVersion version(String number) {
        for (OpenFlowVersion version : OpenFlowVersion.values()) {
            if (version.number().equals(number)) {
                return version;
            }
        }
        throw new IllegalArgumentException(number);
    }

    static MessageCodec codec(OpenFlowVersion version) {
        return new MessageCodec(Encoding.initial(version, Dialect.OKKO));
    }
}
