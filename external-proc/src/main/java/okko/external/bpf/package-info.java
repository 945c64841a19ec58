/**
 * BPF programs as external processors: the one place of this module that knows {@code okko.bpf}. <b>Hot</b> where it
 * runs programs, cold where it loads them.
 *
 * <p>The same object file runs here and in the switch, so the price of the crossing can be told from the price of the
 * code.
 */
package okko.external.bpf;
