package okko.switchd.program;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okko.bpf.image.Abi;
import okko.bpf.image.Role;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOutcome;
import okko.bpf.verify.Finding;
import okko.bpf.verify.FindingText;
import org.agrona.concurrent.NanoClock;

/**
 * Makes programs ready to be installed. Immutable.
 *
 * @param clock   what programs see as the time
 * @param log     where programs write their lines; called on datapath threads
 * @param threads how many datapath threads there are
 */
record ProgramPreparation(NanoClock clock, Consumer<String> log, int threads) {

    /** {@return what the loader is told} */
    LoadOptions loadOptions(ProgramOptions options) {
        return LoadOptions.DEFAULT
                .withProgram(options.function().orElse(null))
                .withAbi(options.abi().map(ProgramAbi::abi).orElse(null))
                .withRole(options.use().map(ProgramUse::role).orElse(null)).with(clock, log)
                .withThreads(threads)
                .withWarmUp(LoadOptions.USUAL_WARM_UP).withMapFiles(options.maps()
                        .map(directory -> new LoadOptions.MapFiles(directory, switch (options.globals()) {
                            case PRIVATE -> LoadOptions.Sharing.MAPS;
                            case WITH_MAPS -> LoadOptions.Sharing.MAPS_AND_GLOBAL_DATA;
                        }))
                        .orElse(null));
    }

    /** Loads, verifies, compiles and warms up; on any thread. Whatever goes wrong is told in the result. */
    static PreparedProgram prepare(
            int id, ProgramSource source, FilterCounters counters, Supplier<LoadOutcome> loading) {
        String where = "filter_prog=" + id;
        LoadOutcome outcome;
        try {
            outcome = loading.get();
        } catch (IllegalStateException _) {
            return PreparedProgram.refused(where + ": the program was unloaded meanwhile");
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return PreparedProgram.refused(where + ": " + reason(e));
        }
        return switch (outcome) {
            case LoadOutcome.Loaded(BpfProgram program) -> compiled(where, program, source, counters);
            case LoadOutcome.Refused(String name, List<Finding> findings) ->
                new PreparedProgram(null, source, counters, findings.stream()
                        .flatMap(finding -> FindingText.of(where, name, finding).lines())
                        .toList());
            case LoadOutcome.Malformed(String reason) -> PreparedProgram.refused(where + ": " + reason);
        };
    }

    /** One line also for what nobody has foreseen: whoever waits for the answer must get one. */
    private static String reason(Throwable failure) {
        return failure instanceof IllegalArgumentException
                ? failure.getMessage()
                : "cannot be loaded, by a mistake of the switch: " + failure;
    }

    /** A first function, thrown away, brings to light now what cannot be compiled. */
    private static PreparedProgram compiled(
            String where, BpfProgram program, ProgramSource source, FilterCounters counters) {
        Abi abi = program.image().abi();
        if (abi != Abi.OKO && program.image().role() == Role.FILTER) {
            program.close();
            return PreparedProgram.refused("%s: program %s is of ABI %s; a filter is a program of ABI %s"
                    .formatted(where, program.image().name(), abi.label(), Abi.OKO.label()));
        }
        try {
            program.newFunction(source.options().engine().engine()).close();
            return new PreparedProgram(program, source, counters, List.of());
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            program.close();
            return PreparedProgram.refused(where + ": " + reason(e));
        }
    }
}
