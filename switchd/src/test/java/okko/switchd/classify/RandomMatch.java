package okko.switchd.classify;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import okko.switchd.flow.Field;
import okko.switchd.flow.FlowKey;
import okko.switchd.flow.Match;

/** Matches and keys for random tests: few values, so that much agrees, in all stages of a look-up. */
final class RandomMatch {

    private static final List<Field> FIELDS = List.of(Field.IN_PORT, Field.DL_SRC, Field.DL_TYPE, Field.NW_PROTO,
            Field.NW_SRC, Field.NW_DST, Field.TP_SRC, Field.TP_DST);

    private RandomMatch() {}

    /** Asks for each of the fields with some probability: all of it, a prefix, or any bits. */
    static Match of(Random random) {
        Match match = Match.ANY;
        for (Field field : FIELDS) {
            if (random.nextInt(3) == 0) {
                long mask = mask(field, random);
                match = match.with(field, value(field, random) & mask, mask);
            }
        }
        return random.nextBoolean() ? match : withFurtherWord(match, random);
    }

    /** Asks for some bits of a word that few rules look at: IPv6, MPLS, registers and so on. */
    private static Match withFurtherWord(Match match, Random random) {
        int word = FlowKey.MARK_AND_PASS + random.nextInt(FlowKey.WORDS - FlowKey.MARK_AND_PASS);
        long[] key = match.key();
        long[] mask = match.mask();
        mask[word] |= -1L << random.nextInt(Long.SIZE);
        key[word] |= further(random) & mask[word];
        return Match.of(key, mask);
    }

    private static long further(Random random) {
        return 0x2001_0db8_0001_0002L ^ (random.nextBoolean() ? 0 : 1L << random.nextInt(Long.SIZE));
    }

    private static long mask(Field field, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> field.exactMask().low();
            case 1 -> random.nextLong() & field.exactMask().low();
            default -> field.exactMask().low() << random.nextInt(field.bits()) & field.exactMask().low();
        };
    }

    /** One of a few values, and values near by. */
    private static long value(Field field, Random random) {
        long value = 0x0a01_8002_c003_5004L >>> Long.SIZE - field.bits();
        return random.nextBoolean() ? value : value ^ 1L << random.nextInt(field.bits());
    }

    /** A key that agrees with parts of some of the matches. */
    static long[] key(Random random, List<Match> matches) {
        long[] key = new long[FlowKey.WORDS];
        Arrays.setAll(key, _ -> further(random));
        for (Field field : FIELDS) {
            put(key, field, value(field, random));
        }
        for (int i = 0; i < 3 && !matches.isEmpty(); i++) {
            Match match = matches.get(random.nextInt(matches.size()));
            for (int word = 0; word < FlowKey.WORDS; word++) {
                if (random.nextInt(4) > 0) {
                    key[word] = key[word] & ~match.maskWord(word) | match.keyWord(word);
                }
            }
        }
        return key;
    }

    private static void put(long[] key, Field field, long value) {
        long bits = field.exactMask().low() << field.shift();
        key[field.word()] = key[field.word()] & ~bits | value << field.shift();
    }
}
