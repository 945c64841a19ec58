package okko.switchd.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import okko.switchd.control.PortWord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code okko ctl port add}. */
@Command(
        name = "add",
        description = {
            "Opens a port while packets flow.",
            "Types: aeron, afpacket:INTERFACE, afxdp:INTERFACE, bpf:PROGRAM, null, patch:PEER, pcap[:FILE], "
                    + "replay[:FILE], ring, tap:INTERFACE. Keys are those of a configuration file, "
                    + "docs/configuration.md."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  okko ctl port add lan=afxdp:eth1 mode=generic",
            "  okko ctl port add wan=afpacket:eth2 queues=2 thread=1",
            "  okko ctl port add cap=pcap write=out.pcapng",
            "  okko ctl port add fw=ring capacity=256 trust=isolated"
        })
final class PortAdd implements Callable<Integer> {

    @Mixin
    private Listing listing;

    @Parameters(index = "0", paramLabel = "NAME=TYPE[:ARG]", description = "The port.")
    private String port;

    @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "More about it.")
    private List<String> keys = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PortWord word;
        try {
            word = PortWord.parse(port, keys, Path.of("").toAbsolutePath());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        ObjectNode arguments = SwitchConnection.arguments().put("port", word.name());
        arguments.set("config", word.keys());
        return listing.connection().ask("port add", arguments, listing.printer(PortShow::print));
    }
}
