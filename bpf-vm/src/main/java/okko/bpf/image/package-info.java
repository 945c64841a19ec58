/**
 * A program as a value, between loading and running: what the loader produces and verifier and engines consume.
 * <b>Cold.</b>
 */
package okko.bpf.image;
