/**
 * The reference processors: twins in Java of the BPF programs in {@code evaluation/src/main/bpf}. <b>Hot.</b>
 *
 * <p>{@code docs/workloads.md} specifies both; comments cite its rules (S, O, P, W, D). Each processor is a
 * {@link okko.external.sample.VerdictProcessor}: one verdict per packet, passed on as the result. Tables are arrays
 * made at the start; nothing is allocated per packet or per connection.
 */
package okko.external.sample;
