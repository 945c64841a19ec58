package okko.switchd.cli.ofctl;

import java.io.IOException;
import java.util.List;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.client.RefusedException;

/**
 * A word of {@code okko ofctl}.
 *
 * @param name        of it
 * @param description one sentence
 * @param since       oldest version of OpenFlow that has what it asks; also the one that is spoken if it is 1.0
 * @param parameters  that stand behind it
 * @param example     of them
 * @param action      what it does
 */
record Word(String name, String description, OpenFlowVersion since, List<Parameter> parameters, String example,
        Action action) {

    /** The switch, the first parameter of nearly all words. */
    static final Parameter SWITCH = new Parameter("SWITCH",
            "Name of a bridge, or unix:FILE, tcp:HOST[:PORT] or ssl:HOST[:PORT].", Parameter.Arity.ONE);

    /** What stands behind a word. */
    record Parameter(String label, String description, Arity arity) {

        /** How often it may stand there. */
        enum Arity { ONE, OPTIONAL, MANY }

        static Parameter of(String label, String description) {
            return new Parameter(label, description, Arity.ONE);
        }

        static Parameter optional(String label, String description) {
            return new Parameter(label, description, Arity.OPTIONAL);
        }

        static Parameter many(String label, String description) {
            return new Parameter(label, description, Arity.MANY);
        }
    }

    /** What a word does. */
    interface Action {

        /**
         * Does it.
         *
         * @param session with the parameters and the way to the switch
         * @throws IOException         if the switch cannot be reached, or a file not be read
         * @throws RefusedException    if the switch refuses
         * @throws FlowSyntaxException if a parameter is not what it should be
         */
        void run(Session session) throws IOException, RefusedException, FlowSyntaxException;
    }

    static Word of(String name, String description, List<Parameter> parameters, String example, Action action) {
        return new Word(name, description, OpenFlowVersion.V1_0, parameters, example, action);
    }

    Word since(OpenFlowVersion version) {
        return new Word(name, description, version, parameters, example, action);
    }

    Word named(String other) {
        return new Word(other, description, since, parameters, example, action);
    }
}
