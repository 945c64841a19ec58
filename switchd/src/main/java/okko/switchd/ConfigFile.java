package okko.switchd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okko.ringshm.idle.IdlePolicy;
import okko.ringshm.kernel.CpuPin;
import okko.ringshm.pool.PoolConfig;
import okko.ringshm.region.HugePages;
import okko.switchd.action.Mirrors;
import okko.switchd.action.Mirrors.Mirror;
import okko.switchd.SwitchConfig.Datapath;
import okko.switchd.SwitchConfig.FlowLine;
import okko.switchd.SwitchConfig.Pool;
import okko.switchd.SwitchConfig.Program;
import okko.switchd.datapath.CacheConfig;
import okko.switchd.datapath.CacheMode;
import okko.switchd.flow.ReservedPort;
import okko.switchd.openflow.server.OpenFlowConfig;
import okko.switchd.packet.Batch;
import okko.switchd.port.PortConfig;
import okko.switchd.port.PortSpec;
import okko.switchd.program.FilterEngine;
import okko.switchd.program.ProgramOptions;
import okko.switchd.program.ProgramUse;

/**
 * Reads a configuration file: YAML, and so JSON as well. {@code docs/configuration.md} lists the keys. Files named in
 * it are relative to the configuration file.
 */
public final class ConfigFile {

    private static final int MIN_BUFFERS = 64;
    private static final int MIN_DATA_BYTES = 64;
    private static final int MAX_PROGRAM_ID = 0xffff;
    private static final Map<String, IdlePolicy> IDLE_POLICIES = Stream.of(IdlePolicy.values())
            .collect(Collectors.toUnmodifiableMap(IdlePolicy::label, policy -> policy));
    private static final Map<String, CacheMode> CACHE_MODES = Map.of(
            "all", CacheMode.ALL, "true", CacheMode.ALL,
            "megaflow", CacheMode.MEGAFLOW,
            "none", CacheMode.NONE, "false", CacheMode.NONE);
    private static final int MAX_FLOW_LIMIT = 10_000_000;
    private static final int MIN_IDLE_MS = 100;
    private static final Map<String, ProgramUse> PROGRAM_USES = Stream.of(ProgramUse.values())
            .collect(Collectors.toUnmodifiableMap(ProgramUse::label, use -> use));

    private final Path directory;
    private final String fileName;
    private final List<String> findings = new ArrayList<>();

    private ConfigFile(Path file) {
        directory = file.toAbsolutePath().getParent();
        fileName = file.getFileName().toString();
    }

    /**
     * Reads and checks a file.
     *
     * @param file to read
     * @return what it says
     * @throws StartException with everything that is wrong with it
     */
    public static SwitchConfig read(Path file) throws StartException {
        return new ConfigFile(file).parse(load(file));
    }

    private static JsonNode load(Path file) throws StartException {
        try {
            return ConfigTree.read(Files.readString(file));
        } catch (NoSuchFileException _) {
            throw new StartException(List.of(file + ": no such file"));
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
            String reason = withoutQuotation(e.getOriginalMessage());
            throw new StartException(List.of(file.getFileName() + place + ": " + reason));
        } catch (IOException e) {
            throw new StartException(List.of(file + ": " + e.getMessage()));
        }
    }

    /** The parser quotes the file in indented lines, between what it was doing and what it did not expect. */
    private static String withoutQuotation(String message) {
        return message.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .collect(Collectors.joining(", "));
    }

    private SwitchConfig parse(JsonNode tree) throws StartException {
        ConfigNode root = ConfigNode.root(fileName, tree, findings);
        String bridge = root.text("bridge", SwitchConfig.DEFAULT_BRIDGE);
        PortKeys.checkName(root, "bridge", bridge);
        Pool pool = pool(root.section("pool"));
        Datapath datapath = datapath(root.section("datapath"));
        List<PortConfig> ports = ports(root, bridge, datapath.threads());
        List<Program> programs = programs(root);
        List<FlowLine> flows = new ArrayList<>();
        for (String text : root.texts("flows")) {
            flows.add(new FlowLine(fileName + ": flows[" + flows.size() + "]", text));
        }
        List<Mirror> mirrors = mirrors(root, ports);
        OpenFlowConfig openFlow = OpenFlowKeys.read(root.section("openflow"), directory);
        root.finish();
        if (!findings.isEmpty()) {
            throw new StartException(findings);
        }
        return new SwitchConfig(bridge, pool, datapath, ports, programs, flows, mirrors, openFlow);
    }

    private static Pool pool(ConfigNode node) {
        PoolConfig standard = PoolConfig.standard();
        PoolConfig size = new PoolConfig(
                node.integer("buffers", standard.bufferCount(), MIN_BUFFERS, PoolConfig.MAX_BUFFER_COUNT),
                node.integer("dataBytes", standard.dataRoomBytes(), MIN_DATA_BYTES, PoolConfig.MAX_DATA_ROOM_BYTES));
        HugePages hugePages = node.choice("huge-pages", "setting",
                Stream.of(HugePages.values()).collect(Collectors.toMap(HugePages::label, each -> each)),
                Pool.DEFAULT.hugePages());
        Pool pool = new Pool(size, hugePages);
        node.finish();
        return pool;
    }

    private static Datapath datapath(ConfigNode node) {
        CacheConfig cache = cache(node);
        IdlePolicy idle = node.choice("idle", "policy", IDLE_POLICIES, Datapath.DEFAULT.idle());
        int threads = node.integer("threads", Datapath.DEFAULT.threads(), 1, Datapath.MAX_THREADS);
        List<Integer> cpus = node.integers("cpus", 0, CpuPin.MAX_CPU);
        if (node.has("cpus") && cpus.size() != threads) {
            node.report("cpus", "expected a CPU for each of the datapath threads: " + cpus.size() + " CPUs, " + threads
                    + " threads");
        }
        if (node.has("cpu")) {
            int cpu = node.integer("cpu", 0, 0, CpuPin.MAX_CPU);
            if (threads > 1 || node.has("cpus")) {
                node.report("cpu", "is for a single datapath thread; expected \"cpus\", a list, alone");
            }
            cpus = List.of(cpu);
        }
        int batch = node.integer("batch", Datapath.DEFAULT.batch(), 1, Batch.CAPACITY);
        node.finish();
        return new Datapath(cache, idle, threads, cpus, batch);
    }

    private static CacheConfig cache(ConfigNode node) {
        CacheConfig standard = CacheConfig.DEFAULT;
        return new CacheConfig(
                node.choice("cache", "setting", CACHE_MODES, standard.mode()),
                node.integer("flow-limit", standard.flowLimit(), 1, MAX_FLOW_LIMIT),
                Duration.ofMillis(node.integer(
                        "max-idle-ms", (int) standard.idleTimeout().toMillis(), MIN_IDLE_MS, Integer.MAX_VALUE)));
    }

    private List<PortConfig> ports(ConfigNode root, String bridge, int threads) {
        PortNumbers numbers = new PortNumbers();
        boolean isLocal = root.choice("local", "setting", Map.of("true", true, "false", false), false);
        if (isLocal) {
            numbers.add(new PortConfig(bridge, ReservedPort.LOCAL,
                    new PortSpec.Tap(bridge, PortSpec.Tap.DEFAULT_MTU_BYTES)));
        }
        root.sections("ports", (name, node) -> {
            PortKeys.checkName(node, "name", name);
            if (isLocal && name.equals(bridge)) {
                node.report("name", "is that of the bridge, whose local port is called so");
            }
            int number = node.integer("number", PortNumbers.ANY, 1, PortConfig.MAX_NUMBER);
            PortSpec spec = PortKeys.read(node, directory);
            String rival = numbers.add(new PortConfig(name, number, spec, PortKeys.receiving(node, spec, threads)));
            if (rival != null) {
                node.report("number", number + " is the number of port " + rival + " already");
            }
        });
        return numbers.ports();
    }

    private Path path(ConfigNode node, String key) {
        String text = node.text(key, null);
        return text == null ? null : directory.resolve(text);
    }

    private List<Program> programs(ConfigNode root) {
        List<Program> programs = new ArrayList<>();
        root.sections("programs", (key, node) -> {
            Path file = path(node, "file");
            if (file == null) {
                node.report("file", "missing; expected an ELF object");
            }
            FilterEngine engine = node.choice("engine", "engine",
                    Stream.of(FilterEngine.values()).collect(Collectors.toMap(FilterEngine::label, each -> each)),
                    FilterEngine.JIT);
            ProgramOptions options = new ProgramOptions(
                    Optional.ofNullable(node.text("program", null)), engine, Optional.ofNullable(path(node, "maps")),
                    Optional.ofNullable(node.has("use") ? node.choice("use", "use", PROGRAM_USES, ProgramUse.FILTER)
                            : null));
            programs.add(new Program(programId(key), file, options));
        });
        return programs;
    }

    private int programId(String key) {
        if (key.matches("[0-9]{1,5}")) {
            int id = Integer.parseInt(key);
            if (id >= 1 && id <= MAX_PROGRAM_ID) {
                return id;
            }
        }
        findings.add(fileName + ": programs." + key + ": expected a number from 1 to " + MAX_PROGRAM_ID);
        return 0;
    }

    private List<Mirror> mirrors(ConfigNode root, List<PortConfig> ports) {
        List<Mirror> mirrors = new ArrayList<>();
        root.sections("mirrors", (name, node) -> {
            int toPort = portNumber(node, "output", node.text("output", ""), ports);
            Set<Integer> inPorts = mirroredPorts(node, "select-src", toPort, ports);
            Set<Integer> outPorts = mirroredPorts(node, "select-dst", toPort, ports);
            if (node.choice("select-all", "setting", Map.of("true", true, "false", false), false)) {
                Set<Integer> all = ports.stream().map(PortConfig::number).filter(number -> number != toPort)
                        .collect(Collectors.toSet());
                inPorts = all;
                outPorts = all;
            }
            mirrors.add(new Mirror(inPorts, outPorts, toPort));
            node.finish();
        });
        if (mirrors.size() > Mirrors.MAX_MIRRORS) {
            root.report("mirrors", "at most " + Mirrors.MAX_MIRRORS + " mirrors: there are " + mirrors.size());
        }
        return mirrors;
    }

    private static Set<Integer> mirroredPorts(ConfigNode node, String key, int toPort, List<PortConfig> ports) {
        return node.texts(key).stream()
                .map(name -> portNumber(node, key, name, ports))
                .filter(number -> number != toPort) // what it shows is not shown again
                .collect(Collectors.toSet());
    }

    private static int portNumber(ConfigNode node, String key, String name, List<PortConfig> ports) {
        return ports.stream().filter(port -> port.name().equals(name)).findAny().map(PortConfig::number)
                .orElseGet(() -> {
                    node.report(key, "no port is named \"" + name + "\"");
                    return 0;
                });
    }
}
