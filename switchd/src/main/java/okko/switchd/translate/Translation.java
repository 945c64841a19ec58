package okko.switchd.translate;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import okko.switchd.action.Drop;
import okko.switchd.action.End;
import okko.switchd.action.Fork;
import okko.switchd.action.LookAgain;
import okko.switchd.action.Normal;
import okko.switchd.action.Output;
import okko.switchd.action.OutputAll;
import okko.switchd.action.OutputInPort;
import okko.switchd.action.PassMeter;
import okko.switchd.action.RunProgram;
import okko.switchd.action.SendMaps;
import okko.switchd.action.SetMetadata;
import okko.switchd.action.Step;
import okko.switchd.action.Through;
import okko.switchd.action.ToController;
import okko.switchd.action.UsualLayout;
import okko.switchd.classify.Tables;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.ReservedPort;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.MeterState;
import okko.switchd.packet.PacketInReason;
import okko.switchd.packet.PacketProgram;

/**
 * Makes one tree of steps, from its root on: the steps behind a step are made before it, so the tree is immutable.
 *
 * <p>The tree is bounded: where it gets too large, or a way too long, a step ends it there that has the rest translated
 * for each packet that comes so far.
 */
final class Translation {

    /** As in Open vSwitch ({@code MAX_RESUBMITS}, {@code MAX_DEPTH}). */
    private static final int MAX_RESUBMITS = 4096;
    private static final int MAX_DEPTH = 64;

    private static final int MAX_PASSES = 16;
    private static final int MAX_STEPS = 4096;

    /** Actions and look-ups on one way: each takes some frames of the thread's stack. */
    private static final int MAX_WAY = 400;

    private static final int WHOLE_PACKET = 0xffff;

    /** Of a packet that no rule has sent to the controllers. */
    private static final long NO_COOKIE = -1;

    private static final Step NOTHING_LEFT = new End(DropReason.FLOW_DROP);
    private static final Step MISSED = new End(DropReason.TABLE_MISS);
    private static final Step TOO_DEEP = new Drop(DropReason.TOO_DEEP);
    private static final Step TOO_MANY_PASSES = new Drop(DropReason.TOO_MANY_PASSES);
    private static final Step EXCEEDED = new Drop(DropReason.METER_EXCEEDED);
    private static final Step NO_SUCH_PROGRAM = new Drop(DropReason.NO_SUCH_PROGRAM);

    private final Tables tables;
    private final Continuations continuations;
    private final Witness witness;
    private final Instances instances;
    private final Translator.Pace pace;
    private final TableSteps lookUps;
    private final HeaderSteps headers = new HeaderSteps(this);
    private final TagSteps tags = new TagSteps(this);
    private final GroupSteps groups;
    private int stepsLeft = MAX_STEPS;
    private int wayLength;

    Translation(Tables tables, Translator.Circumstances circumstances) {
        this.tables = tables;
        continuations = circumstances.continuations();
        witness = circumstances.witness();
        instances = circumstances.instances();
        pace = circumstances.pace();
        lookUps = new TableSteps(this, tables, circumstances);
        groups = new GroupSteps(this, tables, circumstances);
    }

    /** {@return the steps for a packet that has come in by a port} */
    Step begin(Rest rest, Way way) {
        Map<Integer, Integer> portPrograms = tables.facilities().portPrograms();
        if (portPrograms.isEmpty() || !way.examine(Field.IN_PORT)) {
            return goOn(rest, way);
        }
        Integer program = portPrograms.get((int) way.value(Field.IN_PORT).low());
        return goOn(program == null
                ? rest
                : Rest.of(List.of(new Action.Program(program)), Rest.Origin.NONE, rest), way);
    }

    /** {@return what makes the steps for tags} */
    TagSteps tags() {
        return tags;
    }

    /** {@return the steps for what remains; nothing else is known of the packet than the way says} */
    Step goOn(Rest rest, Way way) {
        if (rest == null) {
            return finish(way);
        }
        if (!takeStep()) {
            return new LookAgain(Continuations.unnumbered(way.remainder(rest, way.passes)));
        }
        try {
            return act(rest, way);
        } finally {
            leaveStep();
        }
    }

    /** {@return the steps for what remains behind something that decides whether, or as what, the packet gets there} */
    Step pause(Rest rest, Way way) {
        return switch (pace) {
            case AT_ONCE -> goOn(rest, way);
            case STEP_BY_STEP -> new LookAgain(Continuations.unnumbered(way.remainder(rest, way.passes)));
        };
    }

    /** {@return whether there is room for another step of the tree, and behind those that are not left yet} */
    boolean takeStep() {
        if (stepsLeft == 0 || wayLength == MAX_WAY) {
            return false;
        }
        stepsLeft--;
        wayLength++;
        return true;
    }

    /** Leaves a step that was taken: all that is behind it is made. */
    void leaveStep() {
        wayLength--;
    }

    private Step finish(Way way) {
        if (way.set.isEmpty()) {
            return NOTHING_LEFT;
        }
        Rest toDo = Rest.of(way.set.toDo(), way.set.origin().because(PacketInReason.ACTION_SET), null);
        way.set = ActionSet.EMPTY;
        return goOn(toDo, way);
    }

    /** {@return the step that looks the packet up again, as what remains depends on what is not known any more} */
    Step lookAgain(Rest rest, Way way) {
        witness.looksAgain();
        return parseAgain(rest, way);
    }

    private Step parseAgain(Rest rest, Way way) {
        return way.passes == MAX_PASSES
                ? TOO_MANY_PASSES
                : new LookAgain(continuations.numbered(way.remainder(rest, way.passes + 1)));
    }

    private Step act(Rest rest, Way way) {
        return switch (rest.action()) {
            case Action.Output(int port) -> output(port, rest, way);
            case Action.Enqueue(int port, _) -> output(port, rest, way);
            case Action.OutputRegister register -> outputRegister(register, rest, way);
            case Action.Controller how -> toController(how, rest, way, goOn(rest.further(), way));
            case Action.Drop _, Action.Note _, Action.SetQueue _, Action.PopQueue _ -> goOn(rest.further(), way);
            case Action.Exit() -> finish(way);
            case Action.Clone(List<Action> actions) -> copy(actions, rest, way);
            case Action.SetField(Field field, FieldValue value, FieldValue mask) ->
                headers.set(field, value, mask, rest, way);
            case Action.Load load -> {
                Action.SetField set = load.asSetField();
                yield headers.set(set.field(), set.value(), set.mask(), rest, way);
            }
            case Action.Move move -> headers.move(move, rest, way);
            case Action.DecTtl _ -> headers.decrementTimeToLive(rest, way);
            case Action.DecMplsTtl() -> headers.decrementMplsTimeToLive(rest, way);
            case Action.SetVlan(Field field, int value) -> tags.setVlan(field, value, rest, way);
            case Action.PushVlan(int type) -> tags.pushVlan(type, rest, way);
            case Action.PopVlan() -> tags.popVlan(rest, way);
            case Action.PushMpls(int type) -> tags.pushMpls(type, rest, way);
            case Action.PopMpls(int type) -> tags.popMpls(type, rest, way);
            case Action.Resubmit resubmit -> resubmit(resubmit, rest, way);
            case Action.GotoTable(int table) -> goTo(table, rest, way);
            case Action.Group(int id) -> groups.group(id, rest, way);
            case Action.Program(int id) -> program(id, rest, way);
            case Action.SendMaps(int program) -> new SendMaps(program, goOn(rest.further(), way));
            case Action.Through(int port) -> through(port, rest, way);
            case Action.Meter(int id) -> meter(id, rest, way);
            case Action.ClearActions() -> {
                way.set = ActionSet.EMPTY;
                yield goOn(rest.further(), way);
            }
            case Action.WriteActions(List<Action> actions) -> {
                way.set = way.set.with(actions, rest.origin());
                yield goOn(rest.further(), way);
            }
            case Action.WriteMetadata(long value, long mask) -> {
                way.overwrite(Field.METADATA, FieldValue.of(value), FieldValue.of(mask));
                yield new SetMetadata(value, mask, goOn(rest.further(), way));
            }
        };
    }

    private static Step toController(Action.Controller how, Rest rest, Way way, Step next) {
        Rest.Origin origin = rest.origin();
        return new ToController(new ToController.Occasion(origin.reason(), origin.table(), origin.cookie(),
                way.registers()), how, next);
    }

    private Step output(int port, Rest rest, Way way) {
        return switch (port) {
            case ReservedPort.IN_PORT -> new OutputInPort(goOn(rest.further(), way));
            case ReservedPort.NORMAL -> new Normal(goOn(rest.further(), way));
            case ReservedPort.FLOOD -> new OutputAll(OutputAll.Extent.FLOOD, goOn(rest.further(), way));
            case ReservedPort.ALL -> new OutputAll(OutputAll.Extent.ALL, goOn(rest.further(), way));
            case ReservedPort.CONTROLLER -> goOn(rest.instead(new Action.Controller(WHOLE_PACKET)), way);
            case ReservedPort.TABLE -> goOn(rest.instead(new Action.GotoTable(0)), way);
            default -> new Output(port, goOn(rest.further(), way));
        };
    }

    /** What a field says is the same for all packets of one way: they agree in the bits that were looked at. */
    private Step outputRegister(Action.OutputRegister register, Rest rest, Way way) {
        FieldValue ones = FieldValue.ones(register.bits());
        if (!way.examine(Way.maskOf(register.from(), ones.shiftLeft(register.fromBit())))) {
            return lookAgain(rest, way);
        }
        FieldValue port = way.value(register.from()).shiftRight(register.fromBit()).and(ones);
        if (port.equals(FieldValue.of(ReservedPort.CONTROLLER))) {
            return goOn(rest.instead(new Action.Controller(register.maxBytes())), way);
        }
        boolean isPort = port.high() == 0 && port.low() <= ReservedPort.LOCAL;
        return isPort ? output((int) port.low(), rest, way) : goOn(rest.further(), way);
    }

    private Step copy(List<Action> actions, Rest rest, Way way) {
        Way inside = way.copy();
        inside.set = ActionSet.EMPTY;
        return new Fork(goOn(Rest.of(actions, rest.origin(), null), inside), goOn(rest.further(), way));
    }

    private Step resubmit(Action.Resubmit resubmit, Rest rest, Way way) {
        if (rest.origin().depth() == MAX_DEPTH || way.resubmits == MAX_RESUBMITS) {
            return TOO_DEEP;
        }
        int table = resubmit.table().orElse(rest.origin().table());
        return lookUps.lookUp(table, resubmit.port(), rest, way, missed -> goOn(rest.further(), missed));
    }

    /** A miss is the end of the packet, but for a rule that others resubmitted it to, and a controller: these go on. */
    private Step goTo(int table, Rest rest, Way way) {
        return lookUps.lookUp(table, OptionalInt.empty(), rest, way, missed -> {
            if (rest.origin().depth() == 0) {
                return miss(table, missed, MISSED);
            }
            Step next = goOn(rest.further(), missed);
            return rest.origin().reason() == PacketInReason.PACKET_OUT ? miss(table, missed, next) : next;
        });
    }

    private Step miss(int table, Way way, Step next) {
        return switch (tables.facilities().misses().fate()) {
            case DROPPED -> next;
            case SENT_TO_CONTROLLERS -> new ToController(new ToController.Occasion(PacketInReason.NO_MATCH, table,
                    NO_COOKIE, way.registers()), new Action.Controller(WHOLE_PACKET), next);
        };
    }

    private Step meter(int id, Rest rest, Way way) {
        MeterState meter = instances.meter(id);
        return meter == null
                ? goOn(rest.further(), way)
                : new PassMeter(meter, pause(rest.further(), way), EXCEEDED);
    }

    private Step through(int port, Rest rest, Way way) {
        way.spoil(FrameLayout.ALL_OF_THE_PACKET);
        Rest further = rest.further();
        return new Through(port, tables.generation(),
                Continuations.unnumbered(way.remainder(further, way.passes)), goOn(further, way));
    }

    private Step program(int id, Rest rest, Way way) {
        PacketProgram program = instances.program(id);
        if (program == null) {
            return NO_SUCH_PROGRAM;
        }
        Step toController = toController(new Action.Controller(WHOLE_PACKET), rest, way, NOTHING_LEFT);
        UsualLayout layout = FrameLayout.usual(program.effects(), way);
        way.spoil(FrameLayout.spoiledBy(program.effects(), way));
        Rest further = rest.further();
        Step nextIfUnusual = layout == UsualLayout.ANY ? NOTHING_LEFT : parseAgain(further, way.copy());
        return new RunProgram(program, layout, pause(further, way), nextIfUnusual, toController);
    }
}
