package okko.external.bpf;

import java.util.List;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.BpfFunction;
import okko.bpf.image.Abi;
import okko.bpf.program.BpfProgram;
import okko.bpf.program.Engine;
import okko.bpf.program.LoadOptions;
import okko.bpf.program.LoadOutcome;
import okko.bpf.verify.Finding;
import okko.bpf.verify.FindingText;
import okko.external.api.PacketBatch;
import okko.external.api.Processor;

/**
 * Runs a BPF program on every packet and passes all of them: the result is 1 where the program returns 1 (match), else
 * 0. What follows from a match is the switch's to decide, by a rule on {@code metadata}.
 */
public final class BpfProcessor implements Processor {

    private static final long MATCH = 1;

    private final BpfProgram program;
    private final BpfFunction function;
    private long faults;

    /**
     * Takes a program over; closing the processor closes it.
     *
     * @param program that is loaded
     * @param engine  that is to run it
     */
    public BpfProcessor(BpfProgram program, Engine engine) {
        this.program = program;
        function = program.newFunction(engine);
    }

    /**
     * Loads a program.
     *
     * @param name    of the object file, for messages
     * @param object  its contents
     * @param options how to load it
     * @param engine  that is to run it
     * @return a processor
     * @throws ProgramRefusedException if the file is malformed or the verifier refuses the program
     */
    public static BpfProcessor load(String name, byte[] object, LoadOptions options, Engine engine)
            throws ProgramRefusedException {
        return switch (BpfProgram.load(object, options)) {
            case LoadOutcome.Loaded(BpfProgram program) when program.image().abi() != Abi.OKO -> {
                program.close();
                throw new ProgramRefusedException("%s: program %s is of ABI %s; a processor runs programs of ABI %s"
                        .formatted(name, program.image().name(), program.image().abi().label(), Abi.OKO.label()),
                        List.of());
            }
            case LoadOutcome.Loaded(BpfProgram program) -> new BpfProcessor(program, engine);
            case LoadOutcome.Refused(String program, List<Finding> findings) ->
                throw new ProgramRefusedException(name + ": the verifier refuses it: " + findings.getFirst().needs()
                        + " at pc " + findings.getFirst().pc(), findings.stream()
                                .flatMap(finding -> FindingText.of(name, program, finding).lines())
                                .toList());
            case LoadOutcome.Malformed(String reason) ->
                throw new ProgramRefusedException(name + ": " + reason, List.of());
        };
    }

    @Override
    public void process(PacketBatch batch) {
        for (int i = 0, size = batch.size(); i < size; i++) {
            batch.pass(i, matches(batch.address(i), batch.lengthBytes(i)) ? 1 : 0);
        }
    }

    private boolean matches(long frame, int lengthBytes) {
        try {
            return function.run(frame, lengthBytes) == MATCH;
        } catch (BpfFault _) {
            faults++; // it exceeded its instruction budget: no match, as in the switch
            return false;
        }
    }

    /** {@return how many runs were stopped because the program exceeded its instruction budget} */
    public long faults() {
        return faults;
    }

    @Override
    public void close() {
        function.close();
        program.close();
    }
}
