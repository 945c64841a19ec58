package okko.switchd;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.kernel.ServiceManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code okko switchd}: the daemon, in the foreground. */
@Command(
        name = "switchd",
        description = {
            "Runs the switch in the foreground. SIGTERM or SIGINT stops it cleanly.",
            "Without a file: a bridge and its ports, and no flows. Types of ports: aeron, afpacket:INTERFACE, "
                    + "afxdp:INTERFACE, bpf:PROGRAM, null, patch:PEER, pcap[:FILE], replay[:FILE], ring, "
                    + "tap:INTERFACE."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  okko switchd --config okko.yaml",
            "  okko switchd --bridge br0 --port lan=afxdp:eth1 --port fw=ring --controller tcp:192.0.2.1"
        })
public final class SwitchdCommand implements Callable<Integer> {

    private static final double NS_PER_SECOND = 1e9;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration, YAML or JSON.")
    private Path configFile;

    @Option(
            names = "--rundir",
            paramLabel = "DIR",
            description = "Where the sockets are (default: OKKO_RUNDIR, or /run/okko for root).")
    private Path runDirectory;

    @Option(names = "--bridge", paramLabel = "NAME", description = "Name of the bridge.")
    private String bridge;

    @Option(names = "--port", paramLabel = "NAME=TYPE[:ARG]", description = "A port; numbered in order from 1.")
    private List<String> ports = new ArrayList<>();

    @Mixin
    private OpenFlowWords openFlow;

    @Spec
    private CommandSpec spec;

    /** Made by the command line. */
    public SwitchdCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        long startNs = System.nanoTime();
        if (configFile != null && (bridge != null || !ports.isEmpty() || !openFlow.isEmpty())) {
            throw new ParameterException(spec.commandLine(),
                    "--config excludes --bridge, --port and the options about OpenFlow");
        }
        PrintWriter err = spec.commandLine().getErr();
        try (ServiceManager manager = ServiceManager.of(System.getenv())) {
            Switch okko = Switch.create(config(), chosenRunDirectory());
            okko.notices().forEach(notice -> err.println("okko switchd: " + notice));
            err.flush();
            run(okko, manager, startNs);
            return 0;
        } catch (StartException | KernelException e) {
            err.println("okko switchd: " + e.getMessage());
            err.flush();
            return 1;
        }
    }

    private SwitchConfig config() throws StartException {
        return configFile != null
                ? ConfigFile.read(configFile)
                : ConfigArguments.parse(bridge == null ? SwitchConfig.DEFAULT_BRIDGE : bridge, ports, openFlow);
    }

    private RunDirectory chosenRunDirectory() {
        return runDirectory != null
                ? new RunDirectory(runDirectory)
                : RunDirectory.standard(System.getenv(), PeerCredentials.self().uid());
    }

    private void run(Switch okko, ServiceManager manager, long startNs) throws InterruptedException {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Thread onSignal = new Thread(() -> {
            okko.requestStop();
            // Without this the JVM would end with its own status for a signal, 128 and more.
            Runtime.getRuntime().halt(status.join());
        }, "okko-signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            try (okko) {
                okko.watchFor(manager);
                okko.start();
                PrintWriter out = spec.commandLine().getOut();
                out.printf(Locale.ROOT, "okko switchd ready: %s (%.2f s)%n", okko.summary(),
                        (System.nanoTime() - startNs) / NS_PER_SECOND);
                out.flush();
                manager.ready(okko.summary());
                okko.awaitStop();
                manager.stopping();
            }
            status.complete(0);
        } finally {
            status.complete(1); // unless it is 0 already
        }
        removeHook(onSignal);
    }

    private static void removeHook(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException _) {
            // The JVM is going down by a signal: the hook ends the process.
        }
    }
}
