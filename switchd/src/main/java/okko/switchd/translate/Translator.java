package okko.switchd.translate;

import java.util.function.Function;
import okko.switchd.action.Continuation;
import okko.switchd.action.Step;
import okko.switchd.classify.Tables;
import okko.switchd.flow.FlowKey;

/**
 * Translates what the tables say about one flow key into steps, for one datapath thread. Confined to it.
 *
 * <p>The steps of a key are the same each time, until the tables are replaced, but for what is not kept: they are a
 * function of the tables, the bits of the key that were looked at, and the continuation.
 */
public final class Translator {

    private final long seed;
    private final Witness witness;
    private final Function<Tables, Instances> instances;
    private final Pace pace;
    private final Continuations continuations = new Continuations();
    private Tables tables = Tables.EMPTY;

    /**
     * Makes a translator.
     *
     * @param thread number of the datapath thread that its steps are for
     * @param seed   secret of this run, by which groups choose among their buckets; the same for all threads
     */
    public Translator(int thread, long seed) {
        this(thread, seed, Witness.NOBODY);
    }

    /**
     * Makes a translator that somebody watches.
     *
     * @param thread  number of the datapath thread that its steps are for
     * @param seed    secret of this run, by which groups choose among their buckets
     * @param witness is told what it finds
     */
    public Translator(int thread, long seed, Witness witness) {
        this(seed, witness, tables -> Instances.ofThread(tables, thread), Pace.AT_ONCE);
    }

    /**
     * Makes a translator that somebody watches, and that goes no further than is certain: where a program, a meter or a
     * time to live decides how a packet goes on, its steps lead back here. So what the witness is told is what happens
     * to the packet, in order.
     *
     * @param seed      secret of this run, by which groups choose among their buckets
     * @param witness   is told what it finds
     * @param instances that steps use
     * @return the translator
     */
    public static Translator stepByStep(long seed, Witness witness, Instances instances) {
        return new Translator(seed, witness, _ -> instances, Pace.STEP_BY_STEP);
    }

    private Translator(long seed, Witness witness, Function<Tables, Instances> instances, Pace pace) {
        this.seed = seed;
        this.witness = witness;
        this.instances = instances;
        this.pace = pace;
    }

    /** How much is translated before the packet goes on. */
    enum Pace {
        /** All of its way, with all branches. */
        AT_ONCE,
        /** Up to where something decides that is not known yet. */
        STEP_BY_STEP
    }

    /**
     * What all translations of one translator have in common.
     *
     * @param seed          by which groups choose
     * @param witness       is told what is found
     * @param instances     that steps use
     * @param pace          how much is translated at once
     * @param continuations gives them their numbers
     */
    record Circumstances(long seed, Witness witness, Instances instances, Pace pace, Continuations continuations) {}

    /**
     * Replaces the tables.
     *
     * @param newTables to translate from now on
     */
    public void tables(Tables newTables) {
        tables = newTables;
        continuations.trim();
    }

    /** {@return the tables that it translates} */
    public Tables tables() {
        return tables;
    }

    /** {@return what remains to be done with a packet that has come in by a port} */
    public Continuation start() {
        return Continuations.START;
    }

    /**
     * Finds what remains to be done with a packet whose key has a pass.
     *
     * @param number of the pass
     * @return the continuation; {@code null} if no step that was made lately leads there
     */
    public Continuation continuation(int number) {
        return continuations.find(number);
    }

    /**
     * Translates the way of a packet that has come in by a port.
     *
     * @param key  of {@link FlowKey#WORDS} words, not changed
     * @param mask receives the bits that were looked at
     * @return first step of the way of each packet whose key agrees with this one in these bits
     */
    public Step translate(long[] key, long[] mask) {
        return translate(key, Continuations.START, mask);
    }

    /**
     * Translates what remains of a packet's way.
     *
     * @param key          of {@link FlowKey#WORDS} words, not changed: the packet as it is now, its pass the number of
     *                     the continuation
     * @param continuation what remains; of this translator, from these tables or others
     * @param mask         receives the bits that were looked at
     * @return first step of the way of each packet whose key agrees with this one in these bits
     */
    public Step translate(long[] key, Continuation continuation, long[] mask) {
        Remainder remainder = Continuations.remainder(continuation);
        Way way = new Way(key, mask, remainder);
        return continuation == Continuations.START
                ? tree().begin(remainder.rest(), way)
                : tree().goOn(remainder.rest(), way);
    }

    /**
     * Translates what somebody says is to be done with one packet.
     *
     * @param key       of {@link FlowKey#WORDS} words, not changed
     * @param directive what is to be done
     * @param mask      receives the bits that were looked at
     * @return first step of the packet's way
     */
    public Step translate(long[] key, Directive directive, long[] mask) {
        Remainder remainder = directive.remainder();
        return tree().goOn(remainder.rest(), new Way(key, mask, remainder));
    }

    private Translation tree() {
        return new Translation(tables,
                new Circumstances(seed, witness, instances.apply(tables), pace, continuations));
    }
}
