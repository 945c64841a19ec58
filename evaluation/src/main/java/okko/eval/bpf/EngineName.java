package okko.eval.bpf;

import java.util.Locale;
import okko.bpf.program.Engine;

/** An engine's name on the command line and in JSON. */
final class EngineName {

    private EngineName() {}

    /** {@return the name in lower case} */
    static String of(Engine engine) {
        return engine.name().toLowerCase(Locale.ROOT);
    }
}
