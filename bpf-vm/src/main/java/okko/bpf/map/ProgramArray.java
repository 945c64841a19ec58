package okko.bpf.map;

import java.util.List;
import java.util.function.IntFunction;

/**
 * Programs to go on with, by index. The map's memory shows which programs these are; what runs is known to this process
 * alone.
 *
 * <p>A control thread sets and clears while programs run: a tail call goes to the old program or to the new one.
 */
public interface ProgramArray extends BpfMap {

    /** In place of a program's id: there is none at the index. */
    int NO_PROGRAM = 0;

    /**
     * Finds where a tail call goes.
     *
     * @param index  that the program gave
     * @param thread of the caller
     * @return the function of that thread, or {@code null} if there is no program or no such index
     */
    TailCallTarget target(int index, int thread);

    /**
     * Puts a program at an index.
     *
     * @param index            below the number of entries
     * @param id               of the program, to be shown to whoever looks; not {@link #NO_PROGRAM}
     * @param functionOfThread makes the program's function for each thread, from 0; never {@code null}
     * @return the functions of the program that was there: to be closed when no run that began before can still go on
     *         with them
     * @throws IllegalArgumentException if the index is out of range, or the id stands for no program
     */
    List<TailCallTarget> set(int index, int id, IntFunction<? extends TailCallTarget> functionOfThread);

    /**
     * Takes the program away from an index.
     *
     * @param index below the number of entries
     * @return the functions of the program that was there, as {@link #set} does
     * @throws IllegalArgumentException if the index is out of range
     */
    List<TailCallTarget> clear(int index);
}
