package okko.switchd.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import okko.switchd.flow.Field;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.FlowText;
import okko.switchd.flow.Match;
import okko.switchd.flow.PortNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What somebody who sends packets, or somebody who writes rules, can do to the tables: B12 and B17 of the bad inputs.
 *
 * <p>The attack is that of Csikor et al., CoNEXT 2019: for each field that a rule allows one value of, packets that
 * differ from it in the first bit, in the second bit, and so on. Where the bits that tell so make a mask of their own,
 * three fields make 32 × 16 × 16 masks, and each packet of anybody has to be looked up in all of them.
 */
class TupleSpaceExplosionTest {

    private static final PortNames NO_PORTS = new PortNames(Map.of());

    @Test
    void shouldHaveFewMasksWhenPacketsDifferFromAnAclInEachBit() {
        Classifier classifier = new Classifier(List.of(
                rule("priority=4,udp,tp_dst=80,actions=drop"),
                rule("priority=3,udp,nw_src=10.0.0.1,actions=drop"),
                rule("priority=2,udp,tp_src=12345,actions=drop"),
                rule("priority=1,actions=drop")));
        Set<List<Long>> masks = new HashSet<>();
        for (int source = 0; source <= 32; source++) {
            for (int sourcePort = 0; sourcePort <= 16; sourcePort++) {
                for (int port = 0; port <= 16; port++) {
                    masks.add(mask(classifier, key(
                            0x0a000001 ^ bit(32, source), 12345 ^ bit(16, sourcePort), 80 ^ bit(16, port))));
                }
            }
        }
        assertThat(masks).hasSize(1 + 2 + 2 * 4 * 2); // the first rule, the second, neither: instead of thousands
    }

    /** The given bit, counted from the most significant one; 0 for one bit further than there are. */
    private static int bit(int bits, int index) {
        return index == bits ? 0 : 1 << bits - 1 - index;
    }

    @Test
    void shouldLookAtNoMoreOfAnAddressThanTellsItFromAllRules() {
        Classifier classifier = new Classifier(List.of(
                rule("priority=9,ip,nw_dst=10.1.2.0/24,actions=drop"),
                rule("priority=8,ip,nw_dst=10.1.0.0/20,actions=drop"),
                rule("priority=1,actions=drop")));
        assertThat(addressMask(classifier, 0x0b010203)).isEqualTo(0xff000000L);
        assertThat(addressMask(classifier, 0x0a020203)).isEqualTo(0xffff0000L);
        assertThat(addressMask(classifier, 0x0a018003)).isEqualTo(0xffffff00L);
        assertThat(addressMask(classifier, 0x0a010203)).isEqualTo(0xffffff00L);
    }

    private static long addressMask(Classifier classifier, int address) {
        long[] key = key(0, 1, 2);
        key[FlowKey.ADDRESSES] |= Integer.toUnsignedLong(address);
        return mask(classifier, key).get(FlowKey.ADDRESSES);
    }

    @Test
    void shouldLookAtNothingBehindTheStageThatFails() {
        Classifier classifier = new Classifier(List.of(
                rule("priority=9,metadata=0x7,dl_dst=02:00:00:00:00:01,actions=drop"),
                rule("priority=8,metadata=0x7,dl_type=0x0806,actions=drop")));
        long[] expected = new long[FlowKey.WORDS];
        expected[FlowKey.METADATA] = -1;
        assertThat(mask(classifier, key(1, 2, 3))).containsExactly(Arrays.stream(expected).boxed().toArray(Long[]::new));
    }

    @Test
    void shouldNotLookWhereNoRuleCouldWin() {
        Classifier classifier = new Classifier(List.of(
                rule("priority=9,dl_type=0x0800,actions=drop"), rule("priority=8,ip,nw_dst=10.1.0.0/16,actions=drop")));
        assertThat(mask(classifier, key(1, 2, 3)).get(FlowKey.ADDRESSES)).isZero();
    }

    /** 20,000 rules of some 200 masks: added one at a time, a table made of them after each. */
    @Test
    @Timeout(60)
    void shouldFindEachOfManyRulesAndForgetThemAll() {
        Random random = new Random(17);
        ClassifierBuilder builder = new ClassifierBuilder();
        List<Rule> rules = new ArrayList<>();
        List<Long> ranks = new ArrayList<>();
        Classifier classifier = Classifier.EMPTY;
        for (int i = 0; i < 20_000; i++) {
            Rule rule = TestRules.rule(random.nextInt(1_000), randomAcl(random), null, 1);
            rules.add(rule);
            ranks.add(builder.add(rule));
            classifier = builder.snapshot();
        }
        for (int i = 0; i < 1_000; i++) {
            long[] key = keyOf(rules.get(random.nextInt(rules.size())).match());
            List<Rule> found = classifier.candidates(key, new long[FlowKey.WORDS]);
            assertThat(found).singleElement().satisfies(rule -> assertThat(matches(rule.match(), key)).isTrue());
        }
        for (int i = 0; i < rules.size(); i++) {
            builder.remove(ranks.get(i), rules.get(i));
        }
        assertThat(builder.snapshot().subtableCount()).isZero();
    }

    private static Match randomAcl(Random random) {
        int sourceBits = 8 + random.nextInt(25);
        int destinationBits = 24 + random.nextInt(9);
        return Match.ANY.with(Field.DL_TYPE, 0x0800).with(Field.NW_PROTO, 6)
                .with(Field.NW_SRC, random.nextInt() & prefix(sourceBits), prefix(sourceBits))
                .with(Field.NW_DST, random.nextInt() & prefix(destinationBits), prefix(destinationBits))
                .with(Field.TP_DST, random.nextInt(65_536));
    }

    private static long prefix(int bits) {
        return 0xffff_ffffL << 32 - bits & 0xffff_ffffL;
    }

    /** One match with a rule of each priority, which stand in one chain; taken apart from its end. */
    @Test
    @Timeout(60)
    void shouldSurviveARuleOfEachPriorityForOneMatch() {
        ClassifierBuilder builder = new ClassifierBuilder();
        Match match = Match.ANY.with(Field.IN_PORT, 1);
        List<Rule> rules = IntStream.rangeClosed(0, 65_535).mapToObj(i -> TestRules.rule(i, match, null, 1)).toList();
        long[] ranks = rules.stream().mapToLong(builder::add).toArray();
        for (int i = 0; i < 65_535; i++) {
            builder.remove(ranks[i], rules.get(i));
        }
        assertThat(builder.snapshot().candidates(keyOf(match), new long[FlowKey.WORDS]))
                .containsExactly(rules.getLast());
    }

    private static Rule rule(String flow) {
        try {
            var parsed = FlowText.parse(flow, NO_PORTS);
            return TestRules.rule(parsed.priority(), parsed.match(), null);
        } catch (FlowSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static long[] key(int source, int sourcePort, int port) {
        return keyOf(Match.ANY.with(Field.DL_TYPE, 0x0800).with(Field.NW_PROTO, 17)
                .with(Field.NW_SRC, Integer.toUnsignedLong(source))
                .with(Field.UDP_SRC, sourcePort).with(Field.UDP_DST, port));
    }

    private static long[] keyOf(Match match) {
        return IntStream.range(0, FlowKey.WORDS).mapToLong(match::keyWord).toArray();
    }

    private static boolean matches(Match match, long[] key) {
        return IntStream.range(0, FlowKey.WORDS)
                .allMatch(word -> (key[word] & match.maskWord(word)) == match.keyWord(word));
    }

    private static List<Long> mask(Classifier classifier, long[] key) {
        long[] mask = new long[FlowKey.WORDS];
        classifier.candidates(key, mask);
        return Arrays.stream(mask).boxed().toList();
    }
}
