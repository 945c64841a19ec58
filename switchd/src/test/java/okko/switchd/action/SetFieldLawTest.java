package okko.switchd.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.FlowKey;
import okko.switchd.parse.RandomFrames;
import okko.switchd.parse.ReferenceParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is written into a field is what a slow parser reads there; nothing else changes; checksums stay right. */
class SetFieldLawTest {

    private static final int CASES = 20_000;
    private static final long SEED = 20_261_122;
    private static final HexFormat HEX = HexFormat.of();

    private static final List<Field> FIELDS = Arrays.stream(Field.values())
            .filter(field -> HeaderPlace.of(field).isPresent())
            .toList();

    private long seed;
    private Random random;
    private RandomFrames frames;
    private FrameBench bench;

    private void begin(long newSeed) {
        System.out.println("seed " + newSeed);
        seed = newSeed;
        random = new Random(newSeed);
        frames = new RandomFrames(random);
    }

    @BeforeEach
    void createBench() throws Exception {
        bench = new FrameBench();
    }

    @AfterEach
    void closeBench() {
        bench.close();
    }

    @Test
    void shouldWriteTheFieldAndNothingElseWhenTheFrameIsWellFormed() {
        begin(SEED);
        holdForWellFormed(CASES);
    }

    @Test
    @Tag("nightly")
    void shouldWriteTheFieldAndNothingElseWhenManyFramesAreWellFormed() {
        begin(System.nanoTime());
        holdForWellFormed(50 * CASES);
    }

    private void holdForWellFormed(int cases) {
        int[] written = new int[Field.values().length];
        for (int i = 0; i < cases; i++) {
            byte[] frame = frames.wellFormed();
            leaveOutSomeUdpChecksums(frame);
            byte[] before = SlowChecksums.repaired(frame);
            ReferenceParser parsed = new ReferenceParser(before, 1, 0);
            List<Field> fields = FIELDS.stream()
                    .filter(field -> field.prerequisite().holds(parsed.key()) && has(parsed, field))
                    .toList();
            Field field = fields.get(random.nextInt(fields.size()));
            check(before, parsed.key(), field);
            written[field.ordinal()]++;
        }
        assertThat(FIELDS).as("seed %d: fields that were never written", seed)
                .allMatch(field -> written[field.ordinal()] > 0);
    }

    @Test
    void shouldWriteTheFieldOrNothingWhenTheFrameIsDamaged() {
        begin(SEED);
        holdForDamaged(CASES);
    }

    @Test
    @Tag("nightly")
    void shouldWriteTheFieldOrNothingWhenManyFramesAreDamaged() {
        begin(System.nanoTime());
        holdForDamaged(50 * CASES);
    }

    private void holdForDamaged(int cases) {
        for (int i = 0; i < cases; i++) {
            byte[] before = frames.damaged();
            if (before.length >= 14) {
                Field field = FIELDS.get(random.nextInt(FIELDS.size()));
                long[] keyBefore = new ReferenceParser(before, 1, 0).key();
                if (field.prerequisite().holds(keyBefore)) {
                    FieldValue mask = mask(field);
                    FieldValue value = value(field).and(mask);
                    byte[] after = bench.runToOnePort(before,
                            new SetField(field, value, mask, FrameBench.toPortTwo()));
                    long[] expected = keyBefore.clone();
                    field.write(expected, value, mask);
                    assertThat(comparable(field, after)).as(about(before, field, value, mask))
                            .isIn(comparable(field, keyBefore), comparable(field, expected));
                }
            }
        }
    }

    private void check(byte[] before, long[] keyBefore, Field field) {
        FieldValue mask = mask(field);
        FieldValue value = value(field).and(mask);
        byte[] after = bench.runToOnePort(before, new SetField(field, value, mask, FrameBench.toPortTwo()));
        String about = about(before, field, value, mask);
        long[] expected = keyBefore.clone();
        field.write(expected, value, mask);
        assertThat(comparable(field, after)).as(about).isEqualTo(comparable(field, expected));
        assertThat(HEX.formatHex(after)).as(about).isEqualTo(HEX.formatHex(SlowChecksums.repaired(after)));
        assertThat(changedBytes(before, after)).as(about).isLessThanOrEqualTo((field.bits() + 7) / 8 + 6);
    }

    /** Whether the frame has the field; its prerequisite holds. */
    private static boolean has(ReferenceParser parsed, Field field) {
        return switch (HeaderPlace.of(field).orElseThrow().header()) {
            case VLAN -> Field.VLAN_TCI.read(parsed.key()).low() != 0;
            case TRANSPORT -> parsed.transportOffset() != 0
                    && (field != Field.ND_TARGET || !Field.ND_TARGET.read(parsed.key()).isZero());
            case ND_SOURCE_OPTION, ND_TARGET_OPTION -> !field.read(parsed.key()).isZero();
            case IPV4 -> Field.NW_SRC.read(parsed.key()).low() != 0; // not just anything behind the EtherType
            case ETHERNET, MPLS, ARP, IPV6 -> true;
        };
    }

    /** A key in which what a write to this field may change besides is left out. */
    private static String comparable(Field field, byte[] frame) {
        return comparable(field, new ReferenceParser(frame, 1, 0).key());
    }

    private static String comparable(Field field, long[] key) {
        long[] copy = key.clone();
        if (HeaderPlace.of(field).orElseThrow().header() == HeaderPlace.Header.TRANSPORT
                && HeaderPlace.of(field).orElseThrow().offsetBytes() == 0) {
            Arrays.fill(copy, FlowKey.ND_TARGET, FlowKey.REGISTERS, 0); // another type has other fields
        }
        return Arrays.toString(copy);
    }

    private static int changedBytes(byte[] before, byte[] after) {
        int count = 0;
        for (int i = 0; i < before.length; i++) {
            count += before[i] == after[i] ? 0 : 1;
        }
        return count;
    }

    private FieldValue mask(Field field) {
        FieldValue all = field.exactMask();
        return random.nextInt(3) == 0 ? new FieldValue(random.nextLong(), random.nextLong()).and(all) : all;
    }

    private FieldValue value(Field field) {
        FieldValue any = random.nextInt(8) == 0
                ? field.exactMask() // where sums of ones' complement have their corners
                : new FieldValue(random.nextLong(), random.nextLong()).and(field.exactMask());
        return switch (field) {
            case VLAN_TCI, VLAN_VID -> any.or(FieldValue.of(FlowKey.VLAN_PRESENT));
            default -> any;
        };
    }

    private void leaveOutSomeUdpChecksums(byte[] frame) {
        ReferenceParser parsed = new ReferenceParser(frame, 1, 0);
        if (Field.NW_PROTO.read(parsed.key()).low() == 17 && parsed.transportOffset() > 0 && random.nextInt(4) == 0) {
            frame[parsed.transportOffset() + 6] = 0;
            frame[parsed.transportOffset() + 7] = 0;
        }
    }

    private String about(byte[] frame, Field field, FieldValue value, FieldValue mask) {
        return "seed %d: %s=%s/%s in %s".formatted(seed, field, value, mask, HEX.formatHex(frame));
    }
}
