package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ofctl mod-meter}, in the words of ovs-ofctl(8). */
@Command(
        name = "mod-meter",
        description = "Replaces a meter; it begins to measure anew.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl mod-meter br0 meter=1,pktps,band=type=drop,rate=1000"})
final class ModMeter implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Parameters(index = "0", paramLabel = "BRIDGE", description = "Name of the bridge.")
    private String bridge;

    @Parameters(index = "1", paramLabel = "METER", description = "Number, unit and bands.")
    private String meter;

    @Override
    public Integer call() {
        return connection.ask("meter mod",
                SwitchConnection.arguments().put("bridge", bridge).put("meter", meter), (_, _) -> { });
    }
}
