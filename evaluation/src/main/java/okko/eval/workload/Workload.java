package okko.eval.workload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import okko.external.api.Processor;

/** A job for user code, in one or both of its forms: a BPF object, a Java processor. */
public sealed interface Workload permits BundledWorkload, OwnWorkload {

    /** {@return the name on the command line and in result files; also that of directories} */
    String label();

    /** {@return what it does, in a line} */
    String description();

    /** {@return file name of the BPF object, once it is placed; empty if there is none} */
    Optional<String> object();

    /**
     * Copies the BPF object to where the switches read it.
     *
     * @param directory to put it into
     * @return the file
     * @throws IOException if there is no object, or it cannot be written
     */
    Path placeObject(Path directory) throws IOException;

    /** {@return function of the BPF object to run; empty for its first} */
    default Optional<String> program() {
        return Optional.empty();
    }

    /** {@return the Java form, as {@code okko proc run --processor} takes it; empty if there is none} */
    Optional<String> processor();

    /**
     * Makes what knows the right verdicts: it runs here, without any switch.
     *
     * @return one with fresh state, to be closed
     * @throws IOException if it cannot be had; the message is one line
     */
    Processor newOracle() throws IOException;
}
