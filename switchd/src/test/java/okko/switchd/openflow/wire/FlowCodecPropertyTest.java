package okko.switchd.openflow.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okko.ringshm.wire.Ethernet;
import okko.switchd.flow.Action;
import okko.switchd.flow.ControllerReason;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldAccess;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowFlag;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.Match;
import okko.switchd.flow.Octets;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.ChangeMessage.FlowCommand;
import okko.switchd.openflow.ChangeMessage.FlowMod;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random flows, and messages with random bytes changed. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FlowCodecPropertyTest {

    private static final int ROUNDS = 2_000;

    /** Fields whose bits are another field's, or that a version writes as others. */
    private static final Set<Field> OTHER_NAMES = EnumSet.of(Field.PASS, Field.DL_VLAN1, Field.DL_VLAN_PCP1,
            Field.VLAN_TCI, Field.VLAN_VID, Field.DL_TYPE, Field.NW_PROTO, Field.TP_SRC, Field.TP_DST, Field.NW_TOS);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private FieldValue value(Field field) {
        return new FieldValue(random.nextLong(), random.nextLong()).and(field.exactMask());
    }

    private Match match() {
        int[] types = {Ethernet.TYPE_IPV4, Ethernet.TYPE_IPV6, Ethernet.TYPE_ARP, Ethernet.TYPE_MPLS, 0x88cc};
        int[] protocols = {1, 6, 17, 58, 132};
        Match match = Match.ANY;
        if (random.nextInt(4) > 0) {
            match = match.with(Field.DL_TYPE, types[random.nextInt(types.length)]);
        }
        if (Field.NW_PROTO.prerequisite().holds(match) && random.nextBoolean()) {
            match = match.with(Field.NW_PROTO, protocols[random.nextInt(protocols.length)]);
        }
        for (int count = random.nextInt(5); count > 0; count--) {
            Field field = Field.values()[random.nextInt(Field.values().length)];
            boolean isUsable = !OTHER_NAMES.contains(field) && field.prerequisite().holds(match);
            if (isUsable) {
                FieldValue mask = field.isMaskable() && field != Field.DL_VLAN && random.nextBoolean()
                        ? value(field)
                        : field.exactMask();
                FieldValue value = field == Field.IN_PORT ? FieldValue.of(random.nextInt(0xff00)) : value(field);
                match = match.with(field, value.and(mask), mask);
            }
        }
        return match;
    }

    private Action action(int depth) {
        return switch (random.nextInt(depth > 1 ? 12 : 13)) {
            case 0 -> new Action.Output(random.nextInt(0xff00));
            case 1 -> new Action.Controller(random.nextInt(0x10000), ControllerReason.values()[random.nextInt(6)],
                    random.nextInt(0x10000), Octets.of(new byte[random.nextInt(9)]));
            case 2, 3 -> load();
            case 4 -> move();
            case 5 -> new Action.Resubmit(maybe(9), maybe(255));
            case 6 -> new Action.Group(random.nextInt(1000));
            case 7 -> new Action.Program(1 + random.nextInt(0xffff));
            case 8 -> new Action.Through(random.nextInt(0xff00));
            case 9 -> new Action.DecTtl(List.of(random.nextInt(3), 7));
            case 10 -> new Action.Exit();
            case 11 -> new Action.OutputRegister(Field.REG3, random.nextInt(16), 1 + random.nextInt(16), 0xffff);
            default -> new Action.Clone(List.of(action(depth + 1), action(depth + 1)));
        };
    }

    private OptionalInt maybe(int bound) {
        return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(bound));
    }

    private Field writable() {
        while (true) {
            Field field = Field.values()[random.nextInt(Field.values().length)];
            boolean isUsable = !OTHER_NAMES.contains(field) && field.access() == FieldAccess.READ_WRITE
                    && field != Field.DL_VLAN && field.isMaskable();
            if (isUsable) {
                return field;
            }
        }
    }

    private Action load() {
        Field field = writable();
        int bits = 1 + random.nextInt(Math.min(field.bits(), Long.SIZE));
        int bit = random.nextInt(field.bits() - bits + 1);
        return new Action.Load(field, bit, bits, new FieldValue(0, random.nextLong()).and(FieldValue.ones(bits)));
    }

    private Action move() {
        Field from = writable();
        Field to = writable();
        int bits = 1 + random.nextInt(Math.min(from.bits(), to.bits()));
        return new Action.Move(from, random.nextInt(from.bits() - bits + 1), to, random.nextInt(to.bits() - bits + 1),
                bits);
    }

    private FlowMod flowMod() {
        List<Action> actions = new ArrayList<>();
        for (int count = random.nextInt(5); count > 0; count--) {
            actions.add(action(0));
        }
        Set<FlowFlag> flags = random.nextBoolean() ? Set.of() : Set.of(FlowFlag.SEND_FLOW_REM);
        Flow flow = new Flow(random.nextInt(255), random.nextInt(0x10000), match(),
                random.nextInt(3) == 0 ? 1 + random.nextInt(0xffff) : 0, actions, random.nextLong(),
                random.nextInt(0x10000), random.nextInt(0x10000), 0, flags);
        FlowSelection selection = new FlowSelection(OptionalInt.of(flow.table()), flow.match(), OptionalInt.empty(),
                flow.filterProgram() == 0 ? OptionalInt.empty() : OptionalInt.of(flow.filterProgram()), 0, 0,
                OptionalInt.empty(), OptionalInt.empty());
        return new FlowMod(FlowCommand.ADD, flow, selection, ChangeMessage.NO_BUFFER, true);
    }

    private static MessageCodec codec(OpenFlowVersion version) {
        return new MessageCodec(Encoding.initial(version, Dialect.OKKO).with(Encoding.TableIds.IN_COMMAND));
    }

    private static byte[] write(MessageCodec codec, FlowMod mod) {
        List<byte[]> frames = new ArrayList<>();
        codec.encode(1, mod, frames::add);
        return frames.getFirst();
    }

    /** In 1.5 a load is a write of the field under a mask. */
    private static List<Action> asRead(List<Action> actions, OpenFlowVersion version) {
        return actions.stream().map(action -> switch (action) {
            case Action.Load load when version == OpenFlowVersion.V1_5 -> load.asSetField();
            case Action.Clone(List<Action> copied) -> new Action.Clone(asRead(copied, version));
            default -> action;
        }).toList();
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadTheSameFlowWhenItWroteIt(OpenFlowVersion version) throws OpenFlowException {
        MessageCodec codec = codec(version);
        for (int round = 0; round < ROUNDS; round++) {
            FlowMod mod = flowMod();

            FlowMod read = (FlowMod) codec.decode(write(codec, mod)).message();

            String about = "seed %d round %d: %s".formatted(seed, round, mod.flow());
            assertThat(read.flow().match()).as(about).isEqualTo(mod.flow().match());
            assertThat(read.flow().actions()).as(about).isEqualTo(asRead(mod.flow().actions(), version));
            assertThat(read.flow().withActions(List.of())).as(about).isEqualTo(mod.flow().withActions(List.of()));
            assertThat(read.selection()).as(about).isEqualTo(mod.selection());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseOrReadWhenBytesAreChanged(OpenFlowVersion version) throws IOException {
        List<byte[]> frames = frames(version);
        MessageCodec codec = codec(version);
        for (int round = 0; round < 10 * ROUNDS; round++) {
            byte[] frame = frames.get(random.nextInt(frames.size())).clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                frame[8 + random.nextInt(frame.length - 8)] = (byte) random.nextInt(256);
            }
            try {
                codec.decode(frame);
            } catch (OpenFlowException refusal) {
                assertThat(refusal.getMessage()).doesNotContain("\n");
            } catch (RuntimeException e) {
                fail("seed %d: %s".formatted(seed, HexFormat.of().formatHex(frame)), e);
            }
        }
    }

    private static List<byte[]> frames(OpenFlowVersion version) throws IOException {
        OpenFlowVersion recorded = version == OpenFlowVersion.V1_4 ? OpenFlowVersion.V1_3 : version;
        List<byte[]> frames = new ArrayList<>();
        for (String name : List.of("/openflow/flow-mods.txt", "/openflow/flow-frames.txt")) {
            try (InputStream lines = FlowCodecPropertyTest.class.getResourceAsStream(name)) {
                new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1)
                        .map(line -> HexFormat.of().parseHex(line.substring(line.lastIndexOf(';') + 1)))
                        .filter(frame -> frame[0] == recorded.wire())
                        .peek(frame -> frame[0] = (byte) version.wire())
                        .forEach(frames::add);
            }
        }
        return frames;
    }
}
