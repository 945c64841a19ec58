package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code okko ctl controller del}. */
@Command(
        name = "del",
        description = "Has no controllers any more, and listens for none. The bridge's own socket stays.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ctl controller del"})
final class ControllerDelete implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Override
    public Integer call() {
        return listing.show("controller del", (_, out) -> out.println("no controllers"));
    }
}
