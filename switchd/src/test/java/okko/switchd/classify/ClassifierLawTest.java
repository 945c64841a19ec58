package okko.switchd.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;
import okko.switchd.packet.Filter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every look-up has to obey, whatever the rules are and however they came to be. */
class ClassifierLawTest {

    private static final Filter FILTER = (_, _) -> true;

    @Test
    void shouldFindWhatAScanFindsAndTellWhichBitsMattered() {
        check(1, 300);
    }

    @Test
    @Tag("nightly")
    void shouldFindWhatAScanFindsAndTellWhichBitsMatteredInManyTables() {
        for (long seed = 2; seed < 100; seed++) {
            check(seed, 1_000);
        }
    }

    private static void check(long seed, int runs) {
        Random random = new Random(seed);
        for (int run = 0; run < runs; run++) {
            check(random, "seed %d, run %d".formatted(seed, run));
        }
    }

    /** Rules come and go; each table that there was on the way stays what it was. */
    private static void check(Random random, String where) {
        ClassifierBuilder builder = new ClassifierBuilder();
        List<Placed> rules = new ArrayList<>();
        int changes = random.nextInt(60);
        int snapshotAt = random.nextInt(changes + 1);
        List<Placed> earlierRules = List.of();
        Classifier earlier = Classifier.EMPTY;
        for (int change = 0; change < changes; change++) {
            change(builder, rules, random);
            if (change == snapshotAt) {
                earlier = builder.snapshot();
                earlierRules = List.copyOf(rules);
            }
        }
        check(builder.snapshot(), rules, random, where);
        check(earlier, earlierRules, random, where + ", earlier");
    }

    private record Placed(long rank, Rule rule) {}

    private static void change(ClassifierBuilder builder, List<Placed> rules, Random random) {
        int at = rules.isEmpty() ? 0 : random.nextInt(rules.size());
        int choice = rules.isEmpty() ? 9 : random.nextInt(10);
        if (choice == 0) {
            builder.remove(rules.get(at).rank, rules.get(at).rule);
            rules.remove(at);
        } else if (choice == 1) {
            Rule old = rules.get(at).rule;
            Rule successor = TestRules.rule(old.priority(), old.match(), random.nextBoolean() ? FILTER : null);
            builder.replace(rules.get(at).rank, successor);
            rules.set(at, new Placed(rules.get(at).rank, successor));
        } else {
            Match match = choice == 2 ? rules.get(at).rule.match() : RandomMatch.of(random);
            Rule rule = TestRules.rule(random.nextInt(4), match, random.nextInt(3) == 0 ? FILTER : null);
            rules.add(new Placed(builder.add(rule), rule));
        }
    }

    private static void check(Classifier classifier, List<Placed> rules, Random random, String where) {
        for (int packet = 0; packet < 20; packet++) {
            long[] key = RandomMatch.key(random, rules.stream().map(placed -> placed.rule.match()).toList());
            long[] mask = new long[FlowKey.WORDS];
            List<Rule> found = classifier.candidates(key, mask);
            assertThat(found).as(where).isEqualTo(scan(rules, key));
            for (int other = 0; other < 5; other++) {
                long[] similar = RandomMatch.key(random, rules.stream().map(placed -> placed.rule.match()).toList());
                for (int word = 0; word < FlowKey.WORDS; word++) {
                    similar[word] = key[word] & mask[word] | similar[word] & ~mask[word];
                }
                assertThat(scan(rules, similar)).as(where).isEqualTo(found);
            }
        }
    }

    private static List<Rule> scan(List<Placed> rules, long[] key) {
        List<Rule> found = new ArrayList<>();
        List<Rule> inOrder = rules.stream().sorted(Comparator.comparingInt(
                (Placed placed) -> -placed.rule.priority()).thenComparing(Placed::rank)).map(Placed::rule).toList();
        for (Rule rule : inOrder) {
            if (IntStream.range(0, FlowKey.WORDS).allMatch(
                    word -> (key[word] & rule.match().maskWord(word)) == rule.match().keyWord(word))) {
                found.add(rule);
                if (!rule.hasFilter()) {
                    break;
                }
            }
        }
        return found;
    }
}
