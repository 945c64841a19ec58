package okko.bpf.helper;

import okko.bpf.engine.RunContext;
import okko.bpf.map.BpfMap;

/**
 * What a helper does; interpreter and compiled programs run the same object. In a compiled program it is a constant,
 * the map too where the verifier knows it, so that the JIT inlines both.
 */
@FunctionalInterface
public interface HelperCode {

    /**
     * Does it. The arguments are those that the helper's signature asks for; others may hold anything.
     *
     * @param context of the run
     * @param map     that the argument of kind {@link Argument#MAP} names, or {@code null} if there is none
     * @param r1      first argument
     * @param r2      second argument
     * @param r3      third argument
     * @param r4      fourth argument
     * @param r5      fifth argument
     * @return r0
     */
    long call(RunContext context, BpfMap map, long r1, long r2, long r3, long r4, long r5);
}
