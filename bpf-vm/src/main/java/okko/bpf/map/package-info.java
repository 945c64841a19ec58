/**
 * BPF maps: storage that outlives one run of a program, in fixed off-heap memory. <b>Hot.</b>
 *
 * <p>Compiled programs hold each map as a constant, and maps are records, so that the JIT inlines the look-up and takes
 * all sizes for constants. Keys and values are passed by address, as BPF programs do. All memory is allocated when the
 * map is made; an entry's value never moves while the entry exists.
 *
 * <p>Readers: datapath threads and the control side, of any number of processes, without a lock. Writers: the same, one
 * at a time by the lock in the map's header. All state is in its memory, laid out as {@code docs/layouts.md} says.
 */
package okko.bpf.map;
