package okko.switchd.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import okko.switchd.port.OpenPort;
import okko.switchd.port.PortSetting;

/** Changes ports while packets flow; on the control thread. Futures are completed there. */
public interface PortChanges {

    /**
     * Opens a port.
     *
     * @param name of the port
     * @param keys as under {@code ports.NAME} of a configuration file
     * @return the port, when packets flow by it
     * @throws CommandException if it is refused at once
     */
    CompletableFuture<OpenPort> add(String name, JsonNode keys) throws CommandException;

    /**
     * Closes a port. Packets for it are dropped from then on.
     *
     * @param open that the switch has
     * @return completed when the port holds nothing any more
     * @throws CommandException if it is refused at once
     */
    CompletableFuture<Void> remove(OpenPort open) throws CommandException;

    /**
     * Switches a port, and its interface if it has one, on or off. What is off receives nothing and drops what it is
     * sent.
     *
     * @param open that the switch has
     * @param isOn what it is to be
     * @return completed when it is
     * @throws CommandException if its interface cannot be switched
     */
    CompletableFuture<Void> switchTo(OpenPort open, boolean isOn) throws CommandException;

    /**
     * Restricts a port, or does so no more.
     *
     * @param open     that the switch has
     * @param settings all of them, from now on
     * @return completed when it is so
     * @throws CommandException if it is refused at once
     */
    CompletableFuture<Void> restrict(OpenPort open, Set<PortSetting> settings) throws CommandException;
}
