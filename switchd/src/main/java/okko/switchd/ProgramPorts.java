package okko.switchd;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import okko.switchd.control.TableChanges;
import okko.switchd.port.PortConfig;
import okko.switchd.port.PortSpec;

/**
 * Has what comes in by a port of type bpf go through its program: before the first packet can, and until none can any
 * more.
 *
 * @param changes of the tables
 */
record ProgramPorts(TableChanges changes) {

    /** {@return the programs of ports, by number of the port} */
    static Map<Integer, Integer> of(List<PortConfig> ports) {
        Map<Integer, Integer> programs = new HashMap<>();
        for (PortConfig port : ports) {
            if (port.spec() instanceof PortSpec.Bpf(int program)) {
                programs.put(port.number(), program);
            }
        }
        return programs;
    }

    /** {@return completed when all datapath threads know the program of a port that is to come} */
    CompletableFuture<?> announce(PortConfig port) {
        return port.spec() instanceof PortSpec.Bpf(int program)
                ? change(programs -> programs.put(port.number(), program))
                : CompletableFuture.completedFuture(null);
    }

    /** {@return completed when all datapath threads have forgotten the program of a port that is gone} */
    CompletableFuture<?> forget(PortConfig port) {
        return port.spec() instanceof PortSpec.Bpf
                ? change(programs -> programs.remove(port.number()))
                : CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<?> change(Consumer<Map<Integer, Integer>> change) {
        return changes.change(tables -> {
            tables.changeFacilities(facilities -> {
                Map<Integer, Integer> programs = new HashMap<>(facilities.portPrograms());
                change.accept(programs);
                return facilities.withPortPrograms(programs);
            });
            return List.of();
        });
    }
}
