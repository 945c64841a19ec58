package okko.eval.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import okko.eval.workload.CaptureTraffic;
import okko.eval.workload.OwnWorkload;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options by which users measure programs and packets of their own. */
final class OwnCode {

    private static final String JAR = ".jar";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--object", paramLabel = "FILE.o",
            description = "Your BPF object, a filter of ABI oko; setups that run BPF run it.")
    private Path object;

    @Option(names = "--program", paramLabel = "FUNCTION",
            description = "Function of that object to run (default: its first).")
    private String program;

    @Option(names = "--processor", paramLabel = "FILE.jar[:CLASS]|CLASS",
            description = "Your processor; process-java runs it. With --object, both must agree on every packet.")
    private String processor;

    @Option(names = "--capture", paramLabel = "FILE.pcap",
            description = "Your packets, pcap or pcapng, in place of the recorded ones; used as they are.")
    private Path capture;

    @Option(names = "--name", paramLabel = "NAME",
            description = "Name of your workload in the report (default: after the file).")
    private String name;

    /** {@return the packets to use, which can be read} */
    Optional<Path> capture() throws IOException {
        if (capture != null) {
            CaptureTraffic.read(capture);
        }
        return Optional.ofNullable(capture).map(Path::toAbsolutePath);
    }

    /** {@return the user's job, which can be loaded; empty if there is none} */
    Optional<OwnWorkload> workload() throws IOException {
        if (object == null && processor == null) {
            Stream.of("--name", "--program").filter(option -> spec.commandLine().getParseResult()
                    .hasMatchedOption(option)).findFirst().ifPresent(option -> {
                        throw wrong(option + " is for use with --object" + (option.equals("--name")
                                ? " or --processor" : ""));
                    });
            return Optional.empty();
        }
        if (program != null && object == null) {
            throw wrong("--program is for use with --object");
        }
        if (name != null) {
            OwnWorkload.findFault(name).ifPresent(fault -> {
                throw wrong("--name: " + fault);
            });
        }
        OwnWorkload own = new OwnWorkload(name != null ? name : OwnWorkload.labelOf(named()),
                Optional.ofNullable(object).map(Path::toAbsolutePath), Optional.ofNullable(program),
                Optional.ofNullable(processor).map(OwnCode::withWholePath));
        own.check();
        return Optional.of(own);
    }

    private Path named() {
        if (object != null) {
            return object;
        }
        int jar = processor.indexOf(JAR);
        return Path.of(jar > 0 ? processor.substring(0, jar + JAR.length())
                : processor.substring(processor.lastIndexOf('.') + 1));
    }

    /** The measured processes, and whoever repeats the run, may be in other directories. */
    private static String withWholePath(String processor) {
        return processor.contains(JAR) ? Path.of(processor).toAbsolutePath().toString() : processor;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
