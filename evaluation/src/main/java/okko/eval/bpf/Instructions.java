package okko.eval.bpf;

import java.util.stream.IntStream;
import okko.bpf.isa.Code;

/** Counts instructions: one of two slots is one. */
final class Instructions {

    private Instructions() {}

    static int count(Code code) {
        return (int) IntStream.range(0, code.slots()).filter(pc -> code.at(pc) != null).count();
    }
}
