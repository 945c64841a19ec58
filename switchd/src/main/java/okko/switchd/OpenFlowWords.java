package okko.switchd;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okko.switchd.openflow.server.OpenFlowConfig;
import picocli.CommandLine.Option;

/** The options of {@code okko switchd} about OpenFlow: the section {@code openflow} of a configuration in words. */
final class OpenFlowWords {

    @Option(names = "--listen", paramLabel = "ptcp:[PORT][:IP]",
            description = "Lets controllers connect: ptcp or pssl:[PORT][:IP], punix:FILE; all IPv4 addresses without "
                    + "one, as Open vSwitch has it.")
    private List<String> listen = new ArrayList<>();

    @Option(names = "--controller", paramLabel = "tcp:IP[:PORT]",
            description = "Connects to a controller: tcp or ssl:IP[:PORT], unix:FILE.")
    private List<String> controllers = new ArrayList<>();

    @Option(names = "--dialect", paramLabel = "WORD",
            description = "In which programs are spoken of: okko, oko or p4rt (default: okko).")
    private String dialect;

    @Option(names = "--private-key", paramLabel = "FILE", description = "Own key for ssl and pssl, PEM.")
    private String privateKey;

    @Option(names = "--certificate", paramLabel = "FILE", description = "Own certificate for ssl and pssl, PEM.")
    private String certificate;

    @Option(names = "--ca-cert", paramLabel = "FILE",
            description = "Certificate of the authority that signed the other sides', PEM.")
    private String caCertificate;

    /** Made by the command line. */
    OpenFlowWords() {}

    /** {@return whether anything was said} */
    boolean isEmpty() {
        return keys().isEmpty();
    }

    /**
     * Reads what was said as the section of a file is read.
     *
     * @param findings to add to
     * @return what it says; the rest by default
     */
    OpenFlowConfig read(List<String> findings) {
        return OpenFlowKeys.read(ConfigNode.root("openflow", keys(), findings), Path.of(""));
    }

    private ObjectNode keys() {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        addAll(keys, "listen", listen);
        addAll(keys, "controllers", controllers);
        add(keys, "dialect", dialect);
        ObjectNode tls = JsonNodeFactory.instance.objectNode();
        add(tls, "private-key", privateKey);
        add(tls, "certificate", certificate);
        add(tls, "ca-cert", caCertificate);
        if (!tls.isEmpty()) {
            keys.set("tls", tls);
        }
        return keys;
    }

    private static void add(ObjectNode keys, String key, String value) {
        if (value != null) {
            keys.put(key, value);
        }
    }

    private static void addAll(ObjectNode keys, String key, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode list = keys.putArray(key);
            values.forEach(list::add);
        }
    }
}
