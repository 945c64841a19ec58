/**
 * The functions that a program may call by number: their signatures for the verifier, their code for the
 * engines. <b>Hot.</b>
 *
 * <p>One table, {@link okko.bpf.helper.Helper}: the verifier reads the signatures, interpreter and compiler the code.
 */
package okko.bpf.helper;
