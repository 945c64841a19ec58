/**
 * BPF maps: storage that outlives one run of a program, in fixed off-heap memory. <b>Hot.</b>
 *
 * <p>Compiled programs hold each map as a constant and call its final methods, so that the JIT inlines the look-up.
 * Keys and values are passed by address, as BPF programs do. All memory is allocated when the map is made; an entry's
 * value never moves while the entry exists.
 */
package okko.bpf.map;
