/**
 * What interpreter and compiler have in common: the function they make of a program, and what it runs in. <b>Hot.</b>
 */
package okko.bpf.engine;
