package okko.eval.setup;

import java.util.List;
import java.util.Optional;

/** A place for user code. */
public sealed interface Setup permits Forward, InSwitch, InProcess, Namespace {

    /** Name of the setup that all others are compared with. */
    String REFERENCE = "process-bpf";

    /** {@return the name on the command line and in result files} */
    String label();

    /** {@return another name on the command line, if it has one} */
    default Optional<String> otherName() {
        return Optional.empty();
    }

    /** {@return where user code runs and what packets cross, in a line} */
    String description();

    /** {@return how often a packet's bytes are copied on its way to the program and back, wherever that is} */
    default int copiesPerPacket() {
        return 0;
    }

    /** {@return whether the workload's program decides where a packet goes; if not, all go to the first sink} */
    boolean runsProgram();

    /** {@return threads that are busy while packets flow: as many cores as it can use} */
    int coreBudget();

    /**
     * Looks whether it can run here, which may take a moment.
     *
     * @return what the machine or the user lacks, in a line; empty if nothing
     */
    default Optional<String> requires() {
        return Optional.empty();
    }

    /** {@return the form of user code that runs here} */
    default CodeForm codeForm() {
        return runsProgram() ? CodeForm.OBJECT : CodeForm.NONE;
    }

    /**
     * Says what has to run.
     *
     * @param material workload and files
     * @return the plan
     */
    CellPlan plan(Material material);

    /** {@return every setup, in the order of reports} */
    static List<Setup> all() {
        return List.of(new Forward(), InSwitch.COMPILED, InSwitch.INTERPRETED, InSwitch.COMPILED_TWICE, InProcess.BPF,
                InProcess.JAVA, InProcess.COPY, InProcess.AERON, InProcess.REMOTE, new Namespace());
    }

    /** {@return those that two cores run at full speed on any machine, in the order of reports} */
    static List<Setup> standard() {
        return List.of(new Forward(), InSwitch.COMPILED, InSwitch.INTERPRETED, InProcess.BPF, InProcess.JAVA,
                InProcess.COPY, InProcess.AERON);
    }

    /**
     * Finds a setup.
     *
     * @param name its label or its other name
     * @return the setup, if there is one
     */
    static Optional<Setup> of(String name) {
        return all().stream()
                .filter(setup -> setup.label().equals(name) || setup.otherName().equals(Optional.of(name)))
                .findFirst();
    }
}
