package okko.switchd.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code okko ofctl add-meter}, in the words of ovs-ofctl(8). */
@Command(
        name = "add-meter",
        description = "Adds a meter.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: okko ofctl add-meter br0 meter=1,pktps,band=type=drop,rate=1000"})
final class AddMeter implements Callable<Integer> {

    @Mixin
    private SwitchConnection connection;

    @Parameters(index = "0", paramLabel = "BRIDGE", description = "Name of the bridge.")
    private String bridge;

    @Parameters(index = "1", paramLabel = "METER", description = "Number, unit and bands.")
    private String meter;

    @Override
    public Integer call() {
        return connection.ask("meter add",
                SwitchConnection.arguments().put("bridge", bridge).put("meter", meter), (_, _) -> { });
    }
}
