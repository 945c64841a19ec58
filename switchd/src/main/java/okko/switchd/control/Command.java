package okko.switchd.control;

import java.util.concurrent.CompletableFuture;

/** Something that can be asked of the running switch. */
@FunctionalInterface
public interface Command {

    /**
     * Begins to carry the command out, on the control thread, without waiting.
     *
     * @param arguments of the command
     * @return the answer, now or later: records, lists, maps, numbers, texts; completed on the control thread, with a
     *     {@link CommandException} if the switch comes to refuse the command
     * @throws CommandException if it is refused at once
     */
    CompletableFuture<?> run(Arguments arguments) throws CommandException;
}
