package okko.switchd.action;

/**
 * What remains to be done with a packet at some point of its way, as the translator has it: enough to find the steps
 * for it again, whatever the packet looks like and whatever the tables are by then.
 */
public interface Continuation {

    /** In place of a number: its steps are not to be kept in caches. */
    int NOT_KEPT = -1;

    /** {@return what tells it from others where flows are cached: 0 for a packet that came in by a port} */
    int number();
}
