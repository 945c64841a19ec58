package okko.switchd.openflow.wire;

import okko.switchd.flow.Action;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;

/** Actions of Okko's own: programs and processors. The page docs/openflow.md has them byte by byte. */
final class OkkoActions {

    private static final int PROGRAM = 1;
    private static final int THROUGH = 2;
    private static final int SEND_MAPS = 3;

    /** P4rt-OVS's action, under a number of Nicira's that it took. */
    static final int P4RT_PROGRAM = 50;

    private static final int EXPERIMENTER = 0xffff;
    private static final int BYTES = 16;

    private OkkoActions() {}

    static Action read(int type, WireReader body) throws OpenFlowException {
        return switch (type) {
            case PROGRAM -> {
                int id = body.u16();
                body.skip(4);
                body.end();
                yield new Action.Program(id);
            }
            case SEND_MAPS -> {
                int program = body.u16();
                body.skip(4);
                body.end();
                yield new Action.SendMaps(program);
            }
            case THROUGH -> {
                body.skip(2);
                int port = PortNumbers.ofWide(body.u32());
                body.end();
                yield new Action.Through(port);
            }
            default -> throw new OpenFlowException(OpenFlowError.OFPBAC_BAD_EXP_TYPE,
                    "no action %d of experimenter 0x%08x".formatted(type, Kind.OKKO));
        };
    }

    static void writeProgram(Action.Program program, WireWriter writer) {
        begin(PROGRAM, writer).u16(program.id()).zeros(4);
    }

    static void writeSendMaps(Action.SendMaps maps, WireWriter writer) {
        begin(SEND_MAPS, writer).u16(maps.program()).zeros(4);
    }

    static Action.Program readP4rtProgram(WireReader body) throws OpenFlowException {
        int id = body.u16();
        body.skip(4);
        body.end();
        return new Action.Program(id);
    }

    static void writeP4rtProgram(Action.Program program, WireWriter writer) {
        writer.u16(EXPERIMENTER).u16(BYTES).u32(Kind.NICIRA).u16(P4RT_PROGRAM).u16(program.id()).zeros(4);
    }

    static void writeThrough(Action.Through through, WireWriter writer) {
        begin(THROUGH, writer).zeros(2).u32(PortNumbers.toWide(through.port()));
    }

    private static WireWriter begin(int type, WireWriter writer) {
        return writer.u16(EXPERIMENTER).u16(BYTES).u32(Kind.OKKO).u16(type);
    }
}
