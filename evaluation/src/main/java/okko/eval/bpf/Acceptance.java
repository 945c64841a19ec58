package okko.eval.bpf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import okko.bpf.image.ProgramImage;
import okko.bpf.verify.Analysis;
import okko.bpf.verify.Footprint;

/**
 * What the verifier promises of an accepted program, as text and as JSON.
 *
 * @param maxInstructions most instructions of a run
 * @param packetRead      bytes of the packet that may be read, like {@code [12, 14), [23, 24)} or {@code none}
 * @param packetWritten   bytes of the packet that may be written
 * @param mapsRead        names of maps that may be read
 * @param mapsWritten     names of maps that may be changed
 * @param beyond          what else a run may look at or change: {@code time}, {@code packet ends} and so on
 */
record Acceptance(
        long maxInstructions, String packetRead, String packetWritten, List<String> mapsRead,
        List<String> mapsWritten, List<String> beyond) {

    static Acceptance of(ProgramImage image, Analysis analysis) {
        Footprint footprint = analysis.footprint();
        return new Acceptance(
                analysis.maxInstructions(),
                footprint.packetRead().toString(), footprint.packetWritten().toString(),
                names(footprint.mapsRead(), image), names(footprint.mapsWritten(), image),
                footprint.beyond().stream()
                        .filter(each -> each != Footprint.Beyond.MAPS)
                        .sorted()
                        .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .toList());
    }

    private static List<String> names(Set<Integer> maps, ProgramImage image) {
        return maps.stream().sorted().map(map -> image.maps().get(map).name()).toList();
    }

    /** Writes it for people; the first line is for scripts too. */
    String text(Path file, String program) {
        List<String> lines = new ArrayList<>();
        lines.add(file + ": program " + program + " is accepted");
        lines.add("  run:    at most %,d instructions".formatted(maxInstructions));
        lines.add("  packet: reads " + bytes(packetRead) + "; writes " + bytes(packetWritten));
        if (!mapsRead.isEmpty() || !mapsWritten.isEmpty()) {
            lines.add("  maps:   reads " + list(mapsRead) + "; writes " + list(mapsWritten));
        }
        if (!beyond.isEmpty()) {
            lines.add("  also:   " + String.join(", ", beyond));
        }
        return String.join("\n", lines);
    }

    private static String bytes(String set) {
        return set.startsWith("[") ? "bytes " + set : set;
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
