package okko.switchd.cli.ofctl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import okko.switchd.flow.PortLabels;
import okko.switchd.flow.PortNames;
import okko.switchd.flow.ReservedPort;
import okko.switchd.openflow.HandshakeMessage.FeaturesReply;
import okko.switchd.openflow.HandshakeMessage.FeaturesRequest;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.PortDescription;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;
import okko.switchd.openflow.wire.Decoded;

/**
 * The ports of a switch.
 *
 * @param ports as the switch told them
 */
record SwitchPorts(List<PortDescription> ports) {

    private static final int MAX_NUMBER = 0xfeff;

    /**
     * Asks a switch for its ports.
     *
     * @param client to ask
     * @return its ports
     * @throws IOException      if the switch goes away
     * @throws RefusedException if it refuses
     */
    static SwitchPorts ask(OpenFlowClient client) throws IOException, RefusedException {
        if (client.version() == OpenFlowVersion.V1_0) {
            return new SwitchPorts(client.ask(new FeaturesRequest(), FeaturesReply.class).ports());
        }
        List<PortDescription> ports = new ArrayList<>();
        for (Decoded part : client.ask(new StatisticsRequest.PortDescriptions(OptionalInt.empty()))) {
            if (part.message() instanceof StatisticsReply.PortDescriptions(var some)) {
                ports.addAll(some);
            }
        }
        return new SwitchPorts(ports);
    }

    /** {@return names for flow text, which may speak of other ports by number too} */
    PortNames names() {
        return PortNames.open(ports.stream().collect(
                Collectors.toMap(PortDescription::name, PortDescription::number, (first, _) -> first)));
    }

    /** {@return names for what is printed} */
    PortLabels labels() {
        return new PortLabels(ports.stream().filter(port -> port.number() <= MAX_NUMBER)
                .collect(Collectors.toMap(PortDescription::number, PortDescription::name, (first, _) -> first)));
    }

    /**
     * Finds a port.
     *
     * @param target       the switch, for a message
     * @param nameOrNumber of the port
     * @return the port
     * @throws IOException if there is none
     */
    PortDescription port(String target, String nameOrNumber) throws IOException {
        Function<PortDescription, String> number = port -> Integer.toString(port.number());
        return ports.stream()
                .filter(port -> port.name().equals(nameOrNumber) || number.apply(port).equals(nameOrNumber)
                        || port.number() == ReservedPort.LOCAL && nameOrNumber.equalsIgnoreCase("local"))
                .findFirst()
                .orElseThrow(() -> new IOException("%s: couldn't find port `%s'; its ports are %s".formatted(target,
                        nameOrNumber, ports.stream().map(PortDescription::name).collect(Collectors.joining(", ")))));
    }

    /** Finds the number of a port, without asking the switch if it is a number. */
    static int find(OpenFlowClient client, String target, String nameOrNumber) throws IOException, RefusedException {
        if (nameOrNumber.matches("\\d{1,5}")) {
            return Numbers.within("port", nameOrNumber, 0, Short.toUnsignedInt((short) -1));
        }
        if (nameOrNumber.equalsIgnoreCase("local")) {
            return ReservedPort.LOCAL;
        }
        return ask(client).port(target, nameOrNumber).number();
    }
}
