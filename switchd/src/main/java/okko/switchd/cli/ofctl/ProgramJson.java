package okko.switchd.cli.ofctl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import okko.switchd.openflow.ProgramDescription;

/** Programs as JSON. */
final class ProgramJson {

    private ProgramJson() {}

    static String print(List<ProgramDescription> programs) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (ProgramDescription program : programs) {
            list.addObject()
                    .put("id", program.program())
                    .put("name", program.name())
                    .put("use", program.use().label())
                    .put("abi", program.abi().label())
                    .put("engine", program.engine().label())
                    .put("place", program.place())
                    .put("maps", program.maps())
                    .put("instructions", program.instructions())
                    .put("objectBytes", program.objectBytes())
                    .put("loadedAtMs", program.loadedAtMs())
                    .put("runs", program.runs())
                    .put("matches", program.matches())
                    .put("faults", program.faults())
                    .put("meanPicoseconds", program.meanPicoseconds());
        }
        return list.toPrettyString();
    }
}
