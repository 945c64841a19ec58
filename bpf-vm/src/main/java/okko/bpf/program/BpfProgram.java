package okko.bpf.program;

import java.util.List;
import okko.bpf.engine.BpfFunction;
import okko.bpf.image.ProgramImage;
import okko.bpf.map.BpfMap;
import okko.bpf.verify.Analysis;

/** A program that is loaded and verified, with its maps. Closing it frees the maps. */
public final class BpfProgram implements AutoCloseable {

    private BpfProgram() {}

    /**
     * Loads a program from an object file: decodes, verifies, makes its maps.
     *
     * @param object  contents of the ELF file
     * @param options how
     * @return the program, or why there is none; nothing is left behind then
     */
    public static LoadOutcome load(byte[] object, LoadOptions options) {
        throw new UnsupportedOperationException();
    }

    /** {@return the program as it was linked} */
    public ProgramImage image() {
        throw new UnsupportedOperationException();
    }

    /** {@return what the verifier learnt} */
    public Analysis analysis() {
        throw new UnsupportedOperationException();
    }

    /** {@return the maps, in the order of the image's definitions} */
    public List<BpfMap> maps() {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes a function for one thread; all of them share the maps.
     *
     * @param engine that is to run it
     * @return a function, to be used by one thread
     */
    public BpfFunction newFunction(Engine engine) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
