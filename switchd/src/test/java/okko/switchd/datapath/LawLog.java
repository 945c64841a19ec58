package okko.switchd.datapath;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okko.switchd.packet.DropReason;

/** All that can be seen of a pipeline from outside: what filters were asked, what was sent, what was dropped. */
final class LawLog {

    private final List<String> asked = new ArrayList<>();
    private final Map<Integer, List<String>> sent = new TreeMap<>();
    private final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);

    void asked(int rule, LawPacket packet) {
        asked.add(rule + " about " + packet);
    }

    void sent(int port, LawPacket packet) {
        sent.computeIfAbsent(port, _ -> new ArrayList<>()).add(packet + " metadata " + packet.metadata);
    }

    void drop(DropReason reason) {
        drop(reason, 1);
    }

    void drop(DropReason reason, int count) {
        drops.merge(reason, count, Integer::sum);
    }

    String text() {
        return "asked " + String.join("\n      ", asked) + "\nsent " + sent + "\ndropped " + drops;
    }
}
