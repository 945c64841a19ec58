package okko.switchd.cli.ofctl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okko.ringshm.attach.RunDirectory;
import okko.ringshm.kernel.PeerCredentials;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.PacketInFormat;
import okko.switchd.openflow.client.TlsFiles;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What may stand anywhere in a command line of {@code okko ofctl}, under the names of ovs-ofctl(8). */
public final class OfctlOptions {

    /** Name of the mixin in the command. */
    public static final String MIXIN = "options";

    @Option(names = "--rundir", paramLabel = "DIR", scope = ScopeType.INHERIT, description = "Run directory of the "
            + "switch (default: OKKO_RUNDIR, or /run/okko for root); then OVS_RUNDIR.")
    private Path runDirectory;

    @Option(names = {"-O", "--protocols"}, paramLabel = "VERSIONS", split = ",", scope = ScopeType.INHERIT,
            description = "Versions that may be spoken: OpenFlow10, OpenFlow13, OpenFlow14, OpenFlow15 (default: "
                    + "OpenFlow10 where it has what is asked for).")
    private List<String> protocols = new ArrayList<>();

    @Option(names = {"-F", "--flow-format"}, paramLabel = "FORMATS", split = ",", scope = ScopeType.INHERIT,
            description = "How flows may be written: openflow10, nxm, oxm, any (default: any).")
    private List<String> flowFormats = new ArrayList<>();

    @Option(names = {"-P", "--packet-in-format"}, paramLabel = "FORMAT", scope = ScopeType.INHERIT,
            description = "How packets are sent here: standard, nxt_packet_in, nxt_packet_in2 (default: the last one "
                    + "that the switch knows).")
    private String packetInFormat;

    @Option(names = {"-t", "--timeout"}, paramLabel = "SECONDS", scope = ScopeType.INHERIT,
            description = "Give up after so long (default: never).")
    private int timeoutSeconds;

    @Option(names = "--dialect", paramLabel = "DIALECT", defaultValue = "okko", converter = DialectName.class,
            scope = ScopeType.INHERIT,
            description = "How programs are spoken of: okko, oko, p4rt (default: ${DEFAULT-VALUE}).")
    private Dialect dialect;

    @Option(names = {"-p", "--private-key"}, paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "Own key, PEM; for ssl:.")
    private Path privateKey;

    @Option(names = {"-c", "--certificate"}, paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "Certificate of this key, PEM; for ssl:.")
    private Path certificate;

    @Option(names = {"-C", "--ca-cert"}, paramLabel = "FILE", scope = ScopeType.INHERIT,
            description = "Who must have signed the switch's certificate, PEM; for ssl:.")
    private Path authority;

    @Option(names = "--strict", scope = ScopeType.INHERIT,
            description = "Mean the flow of exactly this match and priority.")
    private boolean isStrict;

    @Option(names = "--bundle", scope = ScopeType.INHERIT,
            description = "Carry all changes out together, or none of them (OpenFlow 1.3 and later).")
    private boolean isBundled;

    @Option(names = "--readd", scope = ScopeType.INHERIT,
            description = "With replace-flows, also replace flows that have not changed.")
    private boolean isReadding;

    @Option(names = "--may-create", scope = ScopeType.INHERIT,
            description = "With mod-group, add the group if it is not there.")
    private boolean mayCreate;

    @Option(names = "--names", negatable = true, scope = ScopeType.INHERIT,
            description = "Show names of ports instead of numbers (default: on a terminal).")
    private Optional<Boolean> hasNames = Optional.empty();

    @Option(names = "--stats", negatable = true, defaultValue = "true", fallbackValue = "true",
            scope = ScopeType.INHERIT, description = "With dump-flows, show what flows counted (default: yes).")
    private boolean hasStatistics;

    @Option(names = "--sort", arity = "0..1", fallbackValue = "priority", paramLabel = "FIELD",
            scope = ScopeType.INHERIT, description = "With dump-flows, sort by this field, lowest first.")
    private List<String> sort = new ArrayList<>();

    @Option(names = "--rsort", arity = "0..1", fallbackValue = "priority", paramLabel = "FIELD",
            scope = ScopeType.INHERIT, description = "With dump-flows, sort by this field, highest first.")
    private List<String> reverseSort = new ArrayList<>();

    @Option(names = {"-m", "--more"}, scope = ScopeType.INHERIT, description = "Show the bytes of packets too.")
    private boolean isMore;

    @Option(names = "--timestamp", scope = ScopeType.INHERIT,
            description = "With monitor and snoop, show when messages came.")
    private boolean hasTimestamps;

    @Option(names = "--json", scope = ScopeType.INHERIT,
            description = "With dump-flows, monitor and list-filter-prog, print JSON.")
    private boolean isJson;

    @Option(names = "--count", paramLabel = "N", scope = ScopeType.INHERIT,
            description = "With monitor and snoop, end after so many messages (default: never).")
    private long count = Long.MAX_VALUE;

    /** Made by the command line. */
    public OfctlOptions() {}

    /** {@return where bridges have their sockets, the most likely place first} */
    List<Path> directories() {
        List<Path> directories = new ArrayList<>();
        Map<String, String> environment = System.getenv();
        directories.add(runDirectory != null ? runDirectory
                : RunDirectory.standard(environment, PeerCredentials.self().uid()).path());
        if (runDirectory == null && environment.containsKey("OVS_RUNDIR")) {
            directories.add(Path.of(environment.get("OVS_RUNDIR")));
        }
        return directories;
    }

    List<String> protocols() {
        return protocols;
    }

    List<String> flowFormats() {
        return flowFormats.stream().map(format -> format.toLowerCase(Locale.ROOT)).toList();
    }

    Optional<PacketInFormat> packetInFormat() throws IOException {
        if (packetInFormat == null) {
            return Optional.empty();
        }
        for (PacketInFormat format : PacketInFormat.values()) {
            if (format.name().equalsIgnoreCase(packetInFormat)) {
                return Optional.of(format);
            }
        }
        throw new IOException("-P " + packetInFormat + ": expected standard, nxt_packet_in or nxt_packet_in2");
    }

    int timeoutSeconds() {
        return timeoutSeconds;
    }

    Dialect dialect() {
        return dialect;
    }

    Optional<TlsFiles> tls() {
        return privateKey == null || certificate == null || authority == null ? Optional.empty()
                : Optional.of(new TlsFiles(privateKey, certificate, authority));
    }

    boolean isStrict() {
        return isStrict;
    }

    boolean isBundled() {
        return isBundled;
    }

    boolean isReadding() {
        return isReadding;
    }

    boolean mayCreate() {
        return mayCreate;
    }

    boolean hasNames() {
        return hasNames.orElseGet(() -> System.console() != null && System.console().isTerminal());
    }

    boolean hasStatistics() {
        return hasStatistics;
    }

    /** {@return fields to sort by, the ones of {@code --sort} first} */
    List<FlowOrder> orders() {
        List<FlowOrder> orders = new ArrayList<>();
        sort.forEach(field -> orders.add(new FlowOrder(field, FlowOrder.Direction.ASCENDING)));
        reverseSort.forEach(field -> orders.add(new FlowOrder(field, FlowOrder.Direction.DESCENDING)));
        return orders;
    }

    boolean isMore() {
        return isMore;
    }

    boolean hasTimestamps() {
        return hasTimestamps;
    }

    boolean isJson() {
        return isJson;
    }

    long count() {
        return count;
    }
}
