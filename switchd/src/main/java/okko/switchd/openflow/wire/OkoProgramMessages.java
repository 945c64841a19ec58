package okko.switchd.openflow.wire;

import java.util.Optional;
import okko.switchd.openflow.MapPart;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.ProgramMessage.DumpMaps;
import okko.switchd.openflow.ProgramMessage.LoadProgram;
import okko.switchd.openflow.ProgramMessage.MapDump;
import okko.switchd.openflow.ProgramMessage.UpdateMap;
import okko.switchd.program.ProgramUse;

/** Oko's four messages, under numbers of Nicira's that it took. */
final class OkoProgramMessages implements Family {

    private static final int LOAD_FILTER_PROG = 31;
    private static final int UPDATE_MAP = 32;
    private static final int DUMP_MAP_REQUEST = 33;
    private static final int DUMP_MAP_REPLY = 34;

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        if (kind.space() != Kind.Space.EXPERIMENTER || kind.experimenter() != Kind.NICIRA) {
            return Optional.empty();
        }
        return switch (kind.type()) {
            case LOAD_FILTER_PROG -> Optional.of(HistoricalMaps.readLoad(body, ProgramUse.FILTER));
            case UPDATE_MAP -> Optional.of(new UpdateMap(HistoricalMaps.readUpdate(body)));
            case DUMP_MAP_REQUEST -> Optional.of(HistoricalMaps.readQuestion(body));
            case DUMP_MAP_REPLY -> Optional.of(HistoricalMaps.readAnswer(body));
            default -> Optional.empty();
        };
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        switch (message) {
            case LoadProgram load when HistoricalMaps.isPlain(load) ->
                output.message(kind(LOAD_FILTER_PROG), writer -> HistoricalMaps.writeLoad(load, writer));
            case UpdateMap(MapPart entries) ->
                output.message(kind(UPDATE_MAP), writer -> HistoricalMaps.writeUpdate(entries, writer));
            case DumpMaps question ->
                output.message(kind(DUMP_MAP_REQUEST), writer -> HistoricalMaps.writeQuestion(question, writer));
            case MapDump(var parts) ->
                output.message(kind(DUMP_MAP_REPLY), writer -> HistoricalMaps.writeAnswer(parts, writer));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Kind kind(int type) {
        return Kind.experimenter(Kind.NICIRA, type);
    }
}
