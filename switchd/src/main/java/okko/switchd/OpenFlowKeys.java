package okko.switchd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okko.switchd.openflow.Dialect;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.server.ControllerTarget;
import okko.switchd.openflow.server.OpenFlowConfig;
import okko.switchd.openflow.server.Terms;
import okko.switchd.openflow.transport.Target;
import okko.switchd.openflow.transport.TlsFiles;

/** The section {@code openflow} of a configuration, and the words of the command line that say the same. */
final class OpenFlowKeys {

    /** Dialects by the words for them. */
    static final Map<String, Dialect> DIALECTS = Stream.of(Dialect.values())
            .collect(Collectors.toUnmodifiableMap(each -> each.name().toLowerCase(Locale.ROOT), each -> each));

    private static final Map<String, OpenFlowVersion> VERSIONS = versions();
    private static final String VERSION_LABELS =
            Stream.of(OpenFlowVersion.values()).map(OpenFlowVersion::label).collect(Collectors.joining(", "));
    private static final int MAX_BACKOFF_MS = 3_600_000;
    private static final int MIN_PROBE_MS = 100;
    private static final int MAX_PROBE_MS = 3_600_000;

    private final ConfigNode node;
    private final Path directory;

    private OpenFlowKeys(ConfigNode node, Path directory) {
        this.node = node;
        this.directory = directory;
    }

    private static Map<String, OpenFlowVersion> versions() {
        return Stream.of(OpenFlowVersion.values())
                .flatMap(each -> Stream.of(Map.entry(each.label(), each), Map.entry(each.number(), each)))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Reads the section.
     *
     * @param node      the section
     * @param directory that files are relative to
     * @return what it says; the rest by default
     */
    static OpenFlowConfig read(ConfigNode node, Path directory) {
        OpenFlowKeys keys = new OpenFlowKeys(node, directory);
        int backoffMs = node.integer("max-backoff", ControllerTarget.DEFAULT_MAX_BACKOFF_MS,
                ControllerTarget.MIN_MAX_BACKOFF_MS, MAX_BACKOFF_MS);
        int probeMs = node.integer("inactivity-probe", ControllerTarget.DEFAULT_PROBE_MS, 0, MAX_PROBE_MS);
        if (probeMs > 0 && probeMs < MIN_PROBE_MS) {
            node.report("inactivity-probe", "expected 0 for none, or at least " + MIN_PROBE_MS + " ms");
        }
        List<ControllerTarget> controllers = new ArrayList<>();
        keys.targets("listen", Target.Direction.PASSIVE)
                .forEach(target -> controllers.add(new ControllerTarget(target, backoffMs, probeMs)));
        keys.targets("controllers", Target.Direction.ACTIVE)
                .forEach(target -> controllers.add(new ControllerTarget(target, backoffMs, probeMs)));
        Terms terms = new Terms(keys.spokenVersions(),
                node.choice("dialect", "dialect", DIALECTS, Dialect.OKKO));
        Optional<TlsFiles> tls = node.has("tls") ? keys.tls(node.section("tls")) : Optional.empty();
        if (tls.isEmpty() && controllers.stream().anyMatch(each -> each.target().security() == Target.Security.TLS)) {
            node.report("tls", "missing; ssl and pssl need private-key, certificate and ca-cert");
        }
        OptionalLong datapathId = keys.datapathId();
        node.finish();
        return new OpenFlowConfig(controllers, terms, tls, datapathId);
    }

    private List<Target> targets(String key, Target.Direction direction) {
        List<Target> targets = new ArrayList<>();
        List<String> texts = node.texts(key);
        for (int i = 0; i < texts.size(); i++) {
            try {
                Target target = Target.parse(texts.get(i));
                if (target.direction() == direction) {
                    targets.add(target);
                } else {
                    node.report(key + "[" + i + "]", texts.get(i) + ": expected "
                            + (direction == Target.Direction.PASSIVE ? "ptcp, pssl or punix" : "tcp, ssl or unix"));
                }
            } catch (IllegalArgumentException e) {
                node.report(key + "[" + i + "]", e.getMessage());
            }
        }
        return targets;
    }

    private Set<OpenFlowVersion> spokenVersions() {
        if (!node.has("versions")) {
            return EnumSet.allOf(OpenFlowVersion.class);
        }
        Set<OpenFlowVersion> spoken = EnumSet.noneOf(OpenFlowVersion.class);
        for (String text : node.texts("versions")) {
            if (VERSIONS.containsKey(text)) {
                spoken.add(VERSIONS.get(text));
            } else {
                node.report("versions", "unknown version \"" + text + "\"; expected one of " + VERSION_LABELS);
            }
        }
        if (spoken.isEmpty()) {
            node.report("versions", "none is left; expected one of " + VERSION_LABELS);
            return EnumSet.allOf(OpenFlowVersion.class);
        }
        return spoken;
    }

    private OptionalLong datapathId() {
        String text = node.text("datapath-id", null);
        if (text == null) {
            return OptionalLong.empty();
        }
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        if (!digits.matches(text.startsWith("0x") ? "[0-9a-fA-F]{1,16}" : "[0-9a-fA-F]{16}")) {
            node.report("datapath-id", "\"" + text + "\"; expected 16 hexadecimal digits in quotation marks, or 0x and "
                    + "up to 16");
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseUnsignedLong(digits, 16));
    }

    private Optional<TlsFiles> tls(ConfigNode section) {
        Path privateKey = file(section, "private-key");
        Path certificate = file(section, "certificate");
        Path caCertificate = file(section, "ca-cert");
        section.finish();
        return Optional.of(new TlsFiles(privateKey, certificate, caCertificate));
    }

    private Path file(ConfigNode section, String key) {
        String text = section.text(key, null);
        if (text == null) {
            section.report(key, "missing; expected a PEM file");
            return directory;
        }
        return directory.resolve(text);
    }
}
