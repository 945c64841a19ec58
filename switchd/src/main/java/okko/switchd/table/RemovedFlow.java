package okko.switchd.table;

/**
 * A flow that is gone.
 *
 * @param last   what it did until then
 * @param reason why it went
 */
public record RemovedFlow(FlowStatus last, RemovalReason reason) {}
