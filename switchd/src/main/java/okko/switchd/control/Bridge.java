package okko.switchd.control;

/**
 * The bridge of this switch. A command may name the bridge that it is meant for.
 *
 * @param name of the bridge
 */
public record Bridge(String name) {

    /**
     * Checks that a command is meant for this bridge.
     *
     * @param arguments of the command; without {@code bridge} any bridge will do
     * @throws CommandException if it names another bridge
     */
    public void check(Arguments arguments) throws CommandException {
        String wanted = arguments.text("bridge", name);
        if (!wanted.equals(name)) {
            throw new CommandException("no bridge is named " + wanted + "; the bridge of this switch is " + name);
        }
    }
}
