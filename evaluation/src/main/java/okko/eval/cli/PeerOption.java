package okko.eval.cli;

import java.util.List;
import java.util.stream.Stream;
import okko.eval.peer.Peer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Systems by others. */
final class PeerOption {

    private static final String ALL = "all";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--peer", paramLabel = "NAME",
            description = "Measure a system by others too, or all of them; may be given several times (default: none).")
    private List<String> names = List.of();

    /** {@return those asked for, each once, in the order of reports} */
    List<Peer> peers() {
        for (String name : names) {
            if (!name.equals(ALL) && Peer.of(name).isEmpty()) {
                throw new ParameterException(spec.commandLine(), "--peer: \"" + name
                        + "\" is unknown; expected some of " + String.join(", ", Peer.labels()) + ", or " + ALL);
            }
        }
        return Stream.of(Peer.values()).filter(peer -> names.contains(ALL) || names.contains(peer.label())).toList();
    }
}
