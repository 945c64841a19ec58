package okko.switchd.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okko.switchd.flow.Field;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.Match;
import okko.switchd.flow.PortNames;
import okko.switchd.packet.Filter;
import okko.switchd.packet.FlowCounters;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ClassifierTest {

    private static final PortNames PORTS = new PortNames(Map.of("p1", 1, "p2", 2, "p3", 3));
    private static final Filter FILTER = (_, _) -> true;

    /** Cases: a table, and for packets the names of the rules that can decide, in order. */
    @TestFactory
    Stream<DynamicTest> shouldListCandidatesInOrder() throws IOException {
        try (InputStream cases = ClassifierTest.class.getResourceAsStream("/cases/classify.txt")) {
            String text = new String(cases.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.split("(?m)^== ")).skip(1)
                    .map(body -> DynamicTest.dynamicTest(body.lines().findFirst().orElseThrow(), () -> check(body)));
        }
    }

    private static void check(String body) throws FlowSyntaxException {
        List<String> names = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        List<String> packets = new ArrayList<>();
        for (String line : body.lines().skip(1).filter(line -> !line.isBlank()).toList()) {
            if (line.startsWith("-> ")) {
                packets.add(line.substring(3));
            } else {
                names.add(line.substring(0, line.indexOf(' ')));
                rules.add(rule(FlowText.parse(line.substring(line.indexOf(' ')) + ",actions=drop", PORTS)));
            }
        }
        Classifier table = new Classifier(rules);
        for (String packet : packets) {
            String[] sides = packet.split(" => ");
            Match fields = FlowText.parse(sides[0] + ",actions=drop", PORTS).match();
            List<String> found = table.candidates(keyOf(fields), new long[FlowKey.WORDS]).stream()
                    .map(rule -> names.get(rules.indexOf(rule)))
                    .toList();
            assertThat(String.join(" ", found)).as(packet).isEqualTo(sides[1].strip().replace("none", ""));
        }
    }

    @Test
    void shouldAgreeWithScanWhenTablesAndKeysAreRandom() {
        long seed = 99;
        Random random = new Random(seed);
        for (int run = 0; run < 2_000; run++) {
            List<Rule> rules = IntStream.range(0, random.nextInt(30)).mapToObj(_ -> randomRule(random)).toList();
            Classifier table = new Classifier(rules);
            for (int packet = 0; packet < 20; packet++) {
                long[] key = keyOf(randomMatch(random, 1));
                long[] mask = new long[FlowKey.WORDS];
                assertThat(table.candidates(key, mask)).as("seed %d, run %d", seed, run).isEqualTo(scan(rules, key));
                for (int word = 0; word < FlowKey.WORDS; word++) {
                    key[word] = key[word] & mask[word] | random.nextLong() & ~mask[word];
                }
                assertThat(table.candidates(key, mask)).as("same under the mask, seed %d, run %d", seed, run)
                        .isEqualTo(scan(rules, key));
            }
        }
    }

    private static List<Rule> scan(List<Rule> rules, long[] key) {
        List<Rule> found = new ArrayList<>();
        for (int priority = 3; priority >= 0; priority--) {
            for (Rule rule : rules) {
                if (rule.priority() == priority && matches(rule.match(), key)) {
                    found.add(rule);
                    if (!rule.hasFilter()) {
                        return found;
                    }
                }
            }
        }
        return found;
    }

    private static boolean matches(Match match, long[] key) {
        return IntStream.range(0, FlowKey.WORDS)
                .allMatch(word -> (key[word] & match.maskWord(word)) == match.keyWord(word));
    }

    private static Rule randomRule(Random random) {
        return new Rule(0, random.nextInt(4), randomMatch(random, 2),
                random.nextBoolean() ? List.of(FILTER) : List.of(), List.of(), List.of(new FlowCounters()));
    }

    /** Matches each of a few fields with probability 1/{@code rarity}, on one of a few values. */
    private static Match randomMatch(Random random, int rarity) {
        Match match = Match.ANY;
        for (Field field : List.of(Field.IN_PORT, Field.DL_SRC, Field.NW_DST, Field.TP_DST)) {
            if (random.nextInt(rarity) == 0) {
                match = match.with(field, random.nextInt(3), rarity == 1 ? field.exactMask().low() : 1 + random.nextInt(3));
            }
        }
        return match;
    }

    private static Rule rule(Flow flow) {
        return new Rule(0, flow.priority(), flow.match(), flow.filterProgram() == 0 ? List.of() : List.of(FILTER),
                List.of(), List.of(new FlowCounters()));
    }

    private static long[] keyOf(Match fields) {
        return IntStream.range(0, FlowKey.WORDS).mapToLong(fields::keyWord).toArray();
    }
}
