package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import okko.switchd.flow.Action;
import okko.switchd.flow.Match;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;

/** Writes and reads lists of actions, those of a version and those of experimenters. */
final class ActionCodec {

    /** Lists in lists deeper than this are refused: each takes some of the thread's stack. */
    private static final int MAX_DEPTH = 16;

    private static final int HEADER_BYTES = 4;
    private static final int MIN_BYTES = 8;
    private static final int EXPERIMENTER = 0xffff;

    private final VersionActions ofVersion;
    private final NiciraActions ofNicira;
    private final Dialect dialect;

    ActionCodec(OpenFlowVersion version, Dialect dialect) {
        this.dialect = dialect;
        ofNicira = new NiciraActions(this, version);
        ofVersion = version == OpenFlowVersion.V1_0 ? new FirstActions(ofNicira) : new LaterActions(version, ofNicira);
    }

    /** Writes and reads actions of a version's own. */
    interface VersionActions {

        /**
         * Reads an action.
         *
         * @param type of it
         * @param body behind type and length
         * @return the action, or what it stands for
         * @throws OpenFlowException if there is none of that type, or it is wrong
         */
        Action read(int type, WireReader body) throws OpenFlowException;

        /**
         * Writes an action, or what stands for it in this version; nothing if nothing can.
         *
         * @param action     to write, no instruction
         * @param conditions under which it is done
         * @param writer     takes it
         */
        void write(Action action, Conditions conditions, WireWriter writer);
    }

    /**
     * Reads actions to the end.
     *
     * @param reader of the actions alone
     * @return them, in order
     * @throws OpenFlowException if one of them is wrong
     */
    List<Action> read(WireReader reader) throws OpenFlowException {
        return read(reader, 0);
    }

    List<Action> read(WireReader reader, int depth) throws OpenFlowException {
        if (depth > MAX_DEPTH) {
            throw new OpenFlowException(OpenFlowError.OFPBAC_TOO_MANY,
                    "actions in actions, more than %d deep".formatted(MAX_DEPTH));
        }
        List<Action> actions = new ArrayList<>();
        while (reader.hasMore()) {
            actions.add(readOne(reader, depth));
        }
        return actions;
    }

    private Action readOne(WireReader reader, int depth) throws OpenFlowException {
        if (reader.remaining() < HEADER_BYTES) {
            throw badLength("an action of %d bytes".formatted(reader.remaining()));
        }
        int type = reader.u16();
        int length = reader.u16();
        if (length < MIN_BYTES || length % MIN_BYTES != 0 || length - HEADER_BYTES > reader.remaining()) {
            throw badLength("action %d says that it has %d bytes where %d are left"
                    .formatted(type, length, reader.remaining() + HEADER_BYTES));
        }
        WireReader body = reader.part(length - HEADER_BYTES, OpenFlowError.OFPBAC_BAD_LEN);
        return type == EXPERIMENTER ? readExperimenter(body, depth) : ofVersion.read(type, body);
    }

    private Action readExperimenter(WireReader body, int depth) throws OpenFlowException {
        int experimenter = body.u32();
        return switch (experimenter) {
            case Kind.NICIRA -> {
                int type = body.u16();
                yield dialect == Dialect.P4RT && type == OkkoActions.P4RT_PROGRAM
                        ? OkkoActions.readP4rtProgram(body)
                        : ofNicira.read(type, body, depth);
            }
            case Kind.ONF -> ofNicira.readOnf(body.u16(), body);
            case Kind.OKKO -> {
                if (dialect != Dialect.OKKO) {
                    throw unknownExperimenter(experimenter);
                }
                yield OkkoActions.read(body.u16(), body);
            }
            default -> throw unknownExperimenter(experimenter);
        };
    }

    private static OpenFlowException unknownExperimenter(int experimenter) {
        return new OpenFlowException(OpenFlowError.OFPBAC_BAD_EXPERIMENTER,
                "no actions of experimenter 0x%08x".formatted(experimenter));
    }

    static OpenFlowException badLength(String reason) {
        return new OpenFlowException(OpenFlowError.OFPBAC_BAD_LEN, reason);
    }

    /**
     * Writes actions.
     *
     * @param actions to write, without instructions
     * @param match   of the flow that they are of: says what can be taken for granted
     * @param writer  takes them
     */
    void write(List<Action> actions, Match match, WireWriter writer) {
        write(actions, new Conditions(match), writer);
    }

    void write(List<Action> actions, Conditions conditions, WireWriter writer) {
        for (Action action : actions) {
            if (dialect == Dialect.P4RT && action instanceof Action.Program program) {
                OkkoActions.writeP4rtProgram(program, writer);
            } else {
                ofVersion.write(action, conditions, writer);
            }
        }
    }
}
