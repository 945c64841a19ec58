/**
 * All that a user implements to process packets in a process of their own: {@link okko.external.api.Processor}.
 * <b>Hot.</b>
 */
package okko.external.api;
