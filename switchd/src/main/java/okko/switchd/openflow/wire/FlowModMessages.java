package okko.switchd.openflow.wire;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import okko.switchd.flow.Action;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowFlag;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.Match;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.ChangeMessage.FlowCommand;
import okko.switchd.openflow.ChangeMessage.FlowMod;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.wire.FlowMatch.Peer;

/** {@link FlowMod} in bytes: {@code OFPT_FLOW_MOD}, and in 1.0 {@code NXT_FLOW_MOD} as well. */
final class FlowModMessages implements Family {

    private static final int FLOW_MOD = 14;
    private static final int NICIRA_FLOW_MOD = 13;

    private static final int ANY_TABLE = 0xff;
    private static final int ANY_GROUP = 0xffffffff;
    private static final int FIRST_FLAGS = FlowFlag.SEND_FLOW_REM.bit() | FlowFlag.CHECK_OVERLAP.bit();

    private final Encoding encoding;
    private final OpenFlowVersion version;
    private final MatchCodec matches;
    private final InstructionCodec instructions;

    FlowModMessages(Encoding encoding) {
        this.encoding = encoding;
        version = encoding.version();
        matches = new MatchCodec(version);
        instructions = new InstructionCodec(version, encoding.dialect());
    }

    private boolean isFirst() {
        return version == OpenFlowVersion.V1_0;
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.equals(Kind.plain(FLOW_MOD))) {
            return Optional.of(isFirst() ? readFirst(body) : readLater(body));
        }
        if (isFirst() && kind.equals(Kind.experimenter(Kind.NICIRA, NICIRA_FLOW_MOD))) {
            return Optional.of(readNicira(body));
        }
        return Optional.empty();
    }

    /** What stands before match and actions, in whatever order. */
    private static final class Head {
        private FlowCommand command;
        private OptionalInt table = OptionalInt.empty();
        private long cookie;
        private long selectedCookie;
        private long selectedCookieMask;
        private int idleTimeout;
        private int hardTimeout;
        private int priority;
        private int bufferId;
        private OptionalInt outPort;
        private OptionalInt outGroup = OptionalInt.empty();
        private int importance;
        private Set<FlowFlag> flags;

        private boolean isDeletion() {
            return command == FlowCommand.DELETE || command == FlowCommand.DELETE_STRICT;
        }

        private boolean isStrict() {
            return command == FlowCommand.MODIFY_STRICT || command == FlowCommand.DELETE_STRICT;
        }

        private FlowMod with(FlowMatch match, List<Action> actions) {
            Flow flow = new Flow(table.orElse(0), priority, match.match(), match.flowProgram(), actions, cookie,
                    idleTimeout, hardTimeout, importance, flags);
            OptionalInt program = isStrict() ? OptionalInt.of(match.flowProgram()) : match.program();
            FlowSelection selection = new FlowSelection(table, match.match(),
                    isStrict() ? OptionalInt.of(priority) : OptionalInt.empty(), program,
                    selectedCookie & selectedCookieMask, selectedCookieMask,
                    isDeletion() ? outPort : OptionalInt.empty(), isDeletion() ? outGroup : OptionalInt.empty());
            return new FlowMod(command, flow, selection, bufferId, table.isPresent());
        }
    }

    private FlowMod readFirst(WireReader body) throws OpenFlowException {
        FlowMatch match = FlowMatch.of(TwelveTuple.read(body));
        Head head = readFirstHead(body);
        head.flags = flags(body.u16(), FIRST_FLAGS);
        return head.with(match, instructions.read(body));
    }

    private FlowMod readNicira(WireReader body) throws OpenFlowException {
        Head head = readFirstHead(body);
        head.flags = flags(body.u16(), FIRST_FLAGS);
        int matchBytes = body.u16();
        body.skip(6);
        FlowMatch match = matches.readNicira(body, matchBytes);
        head.selectedCookie = match.cookie();
        head.selectedCookieMask = match.cookieMask();
        return head.with(match, instructions.read(body));
    }

    private Head readFirstHead(WireReader body) throws OpenFlowException {
        Head head = new Head();
        head.cookie = body.u64();
        int command = body.u16();
        if (encoding.tableIds() == Encoding.TableIds.IN_COMMAND) {
            head.table = tableOrAny(command >>> Byte.SIZE);
            command &= 0xff;
        }
        head.command = command(command);
        readTimes(body, head);
        head.outPort = PortNumbers.readOrAny(body, version, PortNumbers.NONE);
        return head;
    }

    private static void readTimes(WireReader body, Head head) throws OpenFlowException {
        head.idleTimeout = body.u16();
        head.hardTimeout = body.u16();
        head.priority = body.u16();
        head.bufferId = body.u32();
    }

    private FlowMod readLater(WireReader body) throws OpenFlowException {
        Head head = new Head();
        long cookie = body.u64();
        long cookieMask = body.u64();
        head.table = tableOrAny(body.u8());
        head.command = command(body.u8());
        boolean isAddition = head.command == FlowCommand.ADD;
        head.cookie = isAddition ? cookie : ChangeMessage.KEEP_COOKIE;
        head.selectedCookie = isAddition ? 0 : cookie;
        head.selectedCookieMask = isAddition ? 0 : cookieMask;
        readTimes(body, head);
        head.outPort = PortNumbers.readOrAny(body, version, PortNumbers.NONE);
        int group = body.u32();
        head.outGroup = group == ANY_GROUP ? OptionalInt.empty() : OptionalInt.of(group);
        head.flags = flags(body.u16(), (1 << FlowFlag.values().length) - 1);
        int importance = body.u16();
        head.importance = version.isAtLeast(OpenFlowVersion.V1_4) ? importance : 0;
        FlowMatch match = matches.read(body);
        return head.with(match, instructions.read(body));
    }

    private static OptionalInt tableOrAny(int table) {
        return table == ANY_TABLE ? OptionalInt.empty() : OptionalInt.of(table);
    }

    private static FlowCommand command(int number) throws OpenFlowException {
        if (number >= FlowCommand.values().length) {
            throw new OpenFlowException(OpenFlowError.OFPFMFC_BAD_COMMAND, "no command %d for flows".formatted(number));
        }
        return FlowCommand.values()[number];
    }

    private static Set<FlowFlag> flags(int bits, int known) throws OpenFlowException {
        if ((bits & ~known) != 0) {
            throw new OpenFlowException(OpenFlowError.OFPFMFC_BAD_FLAGS, "no flags 0x%04x".formatted(bits & ~known));
        }
        return flags(bits);
    }

    /** {@return the flags of these bits; bits of no flag are left out} */
    static Set<FlowFlag> flags(int bits) {
        if (bits == 0) {
            return Set.of();
        }
        Set<FlowFlag> flags = EnumSet.noneOf(FlowFlag.class);
        for (FlowFlag flag : FlowFlag.values()) {
            if ((bits & flag.bit()) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }

    /** {@return the bits of flags} */
    static int bits(Set<FlowFlag> flags) {
        return flags.stream().mapToInt(FlowFlag::bit).sum();
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        if (!(message instanceof FlowMod mod)) {
            return false;
        }
        if (!isFirst()) {
            output.message(Kind.plain(FLOW_MOD), writer -> writeLater(mod, writer));
        } else if (mod.selection().cookieMask() != 0 || peer(mod) == Peer.OKKO
                || !TwelveTuple.canSay(match(mod))) {
            output.message(Kind.experimenter(Kind.NICIRA, NICIRA_FLOW_MOD), writer -> writeNicira(mod, writer));
        } else {
            output.message(Kind.plain(FLOW_MOD), writer -> writeFirst(mod, writer));
        }
        return true;
    }

    private static boolean isAddition(FlowMod mod) {
        return mod.command() == FlowCommand.ADD;
    }

    private static Match match(FlowMod mod) {
        return isAddition(mod) ? mod.flow().match() : mod.selection().match();
    }

    /** Which program is meant: no word of it where none is, as a switch that is not Okko knows no such field. */
    private static OptionalInt program(FlowMod mod) {
        OptionalInt program = isAddition(mod) ? OptionalInt.of(mod.flow().filterProgram()) : mod.selection().program();
        boolean isUnsaid = program.isEmpty()
                || program.getAsInt() == Flow.NO_PROGRAM && (isAddition(mod) || mod.selection().isStrict());
        return isUnsaid ? OptionalInt.empty() : program;
    }

    private static Peer peer(FlowMod mod) {
        return program(mod).isPresent() || MatchFields.needsOkko(match(mod)) ? Peer.OKKO : Peer.STOCK;
    }

    private void writeFirst(FlowMod mod, WireWriter writer) {
        TwelveTuple.write(match(mod), writer);
        writeFirstHead(mod, writer);
        writer.u16(bits(mod.flow().flags()) & FIRST_FLAGS);
        instructions.write(mod.flow().actions(), match(mod), writer);
    }

    private void writeNicira(FlowMod mod, WireWriter writer) {
        writeFirstHead(mod, writer);
        writer.u16(bits(mod.flow().flags()) & FIRST_FLAGS);
        int lengthAt = writer.position();
        writer.zeros(8);
        int start = writer.position();
        matches.writeFields(match(mod), program(mod), peer(mod), writer);
        if (mod.selection().cookieMask() != 0 && !isAddition(mod)) {
            MatchFields.writeCookie(mod.selection().cookie(), mod.selection().cookieMask(), writer);
        }
        writer.patchU16(lengthAt, writer.position() - start);
        writer.padFrom(start);
        instructions.write(mod.flow().actions(), match(mod), writer);
    }

    private void writeFirstHead(FlowMod mod, WireWriter writer) {
        int table = encoding.tableIds() == Encoding.TableIds.IN_COMMAND ? table(mod) << Byte.SIZE : 0;
        writer.u64(mod.flow().cookie()).u16(table | mod.command().ordinal());
        writeTimes(mod, writer);
        PortNumbers.writeOrAny(mod.selection().outPort(), version, PortNumbers.NONE, writer);
    }

    private static int table(FlowMod mod) {
        return isAddition(mod)
                ? mod.isTableNamed() ? mod.flow().table() : ANY_TABLE
                : mod.selection().table().orElse(ANY_TABLE);
    }

    private static void writeTimes(FlowMod mod, WireWriter writer) {
        writer.u16(mod.flow().idleTimeout()).u16(mod.flow().hardTimeout())
                .u16(mod.selection().priority().orElse(mod.flow().priority())).u32(mod.bufferId());
    }

    private void writeLater(FlowMod mod, WireWriter writer) {
        FlowSelection selection = mod.selection();
        writer.u64(isAddition(mod) ? mod.flow().cookie() : selection.cookie())
                .u64(isAddition(mod) ? 0 : selection.cookieMask())
                .u8(isAddition(mod) ? mod.flow().table() : table(mod)).u8(mod.command().ordinal());
        writeTimes(mod, writer);
        PortNumbers.writeOrAny(selection.outPort(), version, PortNumbers.NONE, writer);
        writer.u32(selection.outGroup().orElse(ANY_GROUP)).u16(bits(mod.flow().flags()))
                .u16(version.isAtLeast(OpenFlowVersion.V1_4) ? mod.flow().importance() : 0);
        matches.write(match(mod), program(mod), peer(mod), writer);
        instructions.write(mod.flow().actions(), match(mod), writer);
    }
}
