package okko.switchd.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever flow there is: what is printed can be read again, and means the same. */
class FlowTextPropertyTest {

    private static final int FLOWS = 5_000;
    private static final PortNames PORTS = new PortNames(
            IntStream.rangeClosed(1, 9).boxed().collect(Collectors.toMap(number -> "p" + number, number -> number)));

    @Test
    void shouldReadEqualFlowWhenFlowWasPrinted() throws FlowSyntaxException {
        long seed = 20_261_122;
        Random random = new Random(seed);
        for (int i = 0; i < FLOWS; i++) {
            Flow flow = randomFlow(random);
            String text = FlowText.print(flow);
            Flow again = FlowText.parse(text, PORTS);
            assertThat(again).as("seed %d, flow %d: %s", seed, i, text).isEqualTo(flow);
            assertThat(FlowText.print(again)).isEqualTo(text);
        }
    }

    private static Flow randomFlow(Random random) {
        Match match = Match.ANY;
        int type = List.of(0x0800, 0x0800, 0x0806, 0x86dd, 0x8847, 0x88cc).get(random.nextInt(6));
        if (random.nextInt(4) != 0) {
            match = match.with(Field.DL_TYPE, type);
            if ((type == 0x0800 || type == 0x86dd) && random.nextInt(4) != 0) {
                match = match.with(Field.NW_PROTO, List.of(1, 6, 17, 58, 132).get(random.nextInt(5)));
            }
        }
        for (Field field : Field.values()) {
            if (random.nextInt(4) == 0 && match.mask(field).isZero() && field.access() != FieldAccess.INTERNAL
                    && field.prerequisite().holds(match)) {
                match = withRandom(match, field, random);
            }
        }
        List<Action> actions = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            actions.add(new Action.Output(1 + random.nextInt(9)));
        }
        Set<FlowFlag> flags = EnumSet.noneOf(FlowFlag.class);
        for (FlowFlag flag : FlowFlag.values()) {
            if (random.nextInt(4) == 0) {
                flags.add(flag);
            }
        }
        return new Flow(random.nextInt(2) * random.nextInt(255), random.nextInt(65_536), match, random.nextInt(3),
                actions.isEmpty() ? List.of(new Action.Drop()) : actions, random.nextInt(2) * random.nextLong(),
                random.nextInt(2) * random.nextInt(65_536), random.nextInt(2) * random.nextInt(65_536),
                random.nextInt(2) * random.nextInt(65_536), flags);
    }

    private static Match withRandom(Match match, Field field, Random random) {
        boolean isMaskable = switch (field.form()) {
            case DECIMAL, HEXADECIMAL, HEXADECIMAL_16, HEXADECIMAL_20, TYPE_OF_SERVICE, ETHERNET, IPV4, IPV6,
                    TCP_FLAGS -> true;
            case PORT, FRAGMENT -> false;
        };
        FieldValue value = field == Field.IN_PORT
                ? FieldValue.of(1 + random.nextInt(9))
                : randomValue(random).and(field.exactMask());
        FieldValue mask = isMaskable && random.nextBoolean()
                ? randomValue(random).and(field.exactMask())
                : field.exactMask();
        if (field == Field.IP_FRAG) {
            value = FieldValue.of(List.of(0, 1, 3).get(random.nextInt(3)));
        }
        // Type and protocol are prerequisites only where they are exact.
        boolean isKind = field == Field.DL_TYPE || field == Field.NW_PROTO;
        return mask.isZero() || isKind ? match : match.with(field, value, mask);
    }

    private static FieldValue randomValue(Random random) {
        return new FieldValue(random.nextLong(), random.nextLong());
    }
}
