package okko.bpf.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.image.ProgramImage;
import okko.bpf.interpret.Interpreter;
import okko.bpf.map.BpfMap;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.Maps;
import okko.bpf.map.ProgramArray;

/**
 * A program to be tried out: interpreted, on copies of its maps, without a trace in the program itself. Programs that
 * it calls are tried out with it, on the same copies.
 */
final class Trial {

    private static final int THREAD = 0;

    private final Map<MapDefinition, BpfMap> copies = new LinkedHashMap<>();
    private final List<Environment> environments = new ArrayList<>();
    private final Map<String, BpfProgram> callees;

    Trial(Map<String, BpfProgram> callees) {
        this.callees = callees;
    }

    /** A function of the program; closing it frees all of the trial. */
    BpfFunction function(BpfProgram program) {
        try {
            BpfFunction function = interpreter(program, this::close);
            fillArrays(program.image());
            callees.values().forEach(callee -> fillArrays(callee.image()));
            return function;
        } catch (Throwable failure) { // out of memory included: nothing may be left behind
            close();
            throw failure;
        }
    }

    private BpfFunction interpreter(BpfProgram program, Runnable onClose) {
        LoadOptions options = program.options();
        List<BpfMap> maps = program.maps().stream()
                .map(map -> copies.computeIfAbsent(map.definition(), _ -> Maps.copyOnWrite(map, options.threads())))
                .toList();
        var environment = Environment.of(maps, options.clock(), _ -> { }, options.threads());
        environments.add(environment);
        return new Interpreter(program.image(), environment, new RunContext(environment, THREAD),
                options.compile().instructionBudget(), onClose);
    }

    private void fillArrays(ProgramImage image) {
        for (MapDefinition definition : image.maps()) {
            if (copies.get(definition) instanceof ProgramArray array) {
                image.details(definition).programs().forEach((index, name) -> {
                    BpfFunction callee = interpreter(callees.get(name), () -> { });
                    array.set(index, 1 + List.copyOf(callees.keySet()).indexOf(name), _ -> callee);
                });
            }
        }
    }

    /** Maps are closed with each environment that has them: closing twice is closing once. */
    private void close() {
        environments.forEach(Environment::close);
        environments.clear();
        copies.values().forEach(BpfMap::close);
        copies.clear();
    }
}
