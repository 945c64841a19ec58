package okko.switchd.table;

/**
 * Who asked for a change: told to whoever hears of it, so that a controller can tell its own changes from others'.
 *
 * @param controller number of its connection; {@link #NO_CONTROLLER} if it was none
 * @param xid        of its message
 */
public record Origin(long controller, int xid) {

    /** In place of the number of a connection: the change came from elsewhere. */
    public static final long NO_CONTROLLER = -1;

    /** The switch itself, or a command. */
    public static final Origin SWITCH = new Origin(NO_CONTROLLER, 0);
}
