package okko.bpf.compile;

import java.lang.classfile.Label;

/** How a method gives control away. */
interface Leave {

    /** Emits the exit of the function, its result in r0. */
    void exit();

    /** {@return where to jump when the run has ended, as the context knows} */
    Label ended();

    /**
     * Lets control go on in another method of the same function.
     *
     * @param pc where
     * @return where to jump for that
     */
    Label goOnAt(int pc);

    /** Emits what the labels stand for; behind all other code of the method. */
    void emitLabels();
}
