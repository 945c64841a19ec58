package okko.switchd.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints actions as ovs-ofctl does, ovs-actions(7); {@code prog} and {@code through} are Okko's own. */
final class ActionText {

    /** Ports that are words; upper case, as ovs-ofctl prints them. */
    static final Map<String, Integer> RESERVED_PORTS = Map.of(
            "IN_PORT", ReservedPort.IN_PORT,
            "TABLE", ReservedPort.TABLE,
            "NORMAL", ReservedPort.NORMAL,
            "FLOOD", ReservedPort.FLOOD,
            "ALL", ReservedPort.ALL,
            "LOCAL", ReservedPort.LOCAL);

    private final PortLabels labels;

    /**
     * Prepares.
     *
     * @param labels of ports
     */
    ActionText(PortLabels labels) {
        this.labels = labels;
    }

    String print(List<Action> actions) {
        return actions.isEmpty() ? "drop" : actions.stream().map(this::print).collect(Collectors.joining(","));
    }

    private String print(Action action) {
        return switch (action) {
            case Action.Output(int port) -> printOutput(port);
            case Action.Enqueue(int port, int queue) ->
                "enqueue:" + labels.label(port) + ":" + Integer.toUnsignedString(queue);
            case Action.OutputRegister register ->
                "output:" + printBits(register.from(), register.fromBit(), register.bits());
            case Action.Controller controller -> printController(controller);
            case Action.Drop() -> "drop";
            case Action.SetField set -> "set_field:" + printValue(set) + "->" + set.field().label();
            case Action.Load load ->
                "load:" + load.value() + "->" + printBits(load.field(), load.bit(), load.bits());
            case Action.SetVlan(Field field, int value) ->
                (field == Field.DL_VLAN ? "mod_vlan_vid:" : "mod_vlan_pcp:") + value;
            case Action.Move move -> "move:" + printBits(move.from(), move.fromBit(), move.bits()) + "->"
                    + printBits(move.to(), move.toBit(), move.bits());
            case Action.PushVlan(int type) -> "push_vlan:0x%04x".formatted(type);
            case Action.PopVlan() -> "pop_vlan";
            case Action.PushMpls(int type) -> "push_mpls:0x%04x".formatted(type);
            case Action.PopMpls(int type) -> "pop_mpls:0x%04x".formatted(type);
            case Action.DecTtl ttl -> "dec_ttl" + (ttl.equals(new Action.DecTtl()) ? "" : printNumbers(ttl));
            case Action.DecMplsTtl() -> "dec_mpls_ttl";
            case Action.Resubmit resubmit -> printResubmit(resubmit);
            case Action.Group(int id) -> "group:" + Integer.toUnsignedString(id);
            case Action.Clone(List<Action> copied) -> "clone(" + print(copied) + ")";
            case Action.Exit() -> "exit";
            case Action.Note(Octets data) -> "note:" + data;
            case Action.SetQueue(int queue) -> "set_queue:" + Integer.toUnsignedString(queue);
            case Action.PopQueue() -> "pop_queue";
            case Action.Program(int id) -> "prog:" + id;
            case Action.SendMaps(int program) -> "send_maps:" + program;
            case Action.Through(int port) -> "through:" + labels.label(port);
            case Action.Meter(int id) -> "meter:" + Integer.toUnsignedString(id);
            case Action.ClearActions() -> "clear_actions";
            case Action.WriteActions(List<Action> set) -> "write_actions(" + print(set) + ")";
            case Action.WriteMetadata(long value, long mask) -> "write_metadata:0x" + Long.toHexString(value)
                    + (mask == -1L ? "" : "/0x" + Long.toHexString(mask));
            case Action.GotoTable(int table) -> "goto_table:" + table;
        };
    }

    private static String printController(Action.Controller controller) {
        if (controller.isPlain()) {
            return "CONTROLLER:" + controller.maxBytes();
        }
        List<String> words = new ArrayList<>();
        if (controller.reason() != ControllerReason.ACTION) {
            words.add("reason=" + controller.reason().label());
        }
        if (controller.maxBytes() != Action.Controller.WHOLE_PACKET) {
            words.add("max_len=" + controller.maxBytes());
        }
        if (controller.controllerId() != 0) {
            words.add("id=" + controller.controllerId());
        }
        if (!controller.userData().isEmpty()) {
            words.add("userdata=" + controller.userData());
        }
        return "controller(" + String.join(",", words) + ")";
    }

    private static String printNumbers(Action.DecTtl ttl) {
        return ttl.controllerIds().stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
    }

    private String printOutput(int port) {
        return RESERVED_PORTS.containsValue(port) ? labels.label(port) : "output:" + labels.label(port);
    }

    private static String printValue(Action.SetField set) {
        return set.field().form().print(set.value(), set.mask(), set.field());
    }

    private static String printBits(Field field, int bit, int bits) {
        if (bits == field.bits()) {
            return field.label() + "[]";
        }
        return field.label() + (bits == 1 ? "[" + bit + "]" : "[" + bit + ".." + (bit + bits - 1) + "]");
    }

    private String printResubmit(Action.Resubmit resubmit) {
        String port = resubmit.port().isPresent() ? labels.label(resubmit.port().getAsInt()) : "";
        return resubmit.table().isPresent()
                ? "resubmit(" + port + "," + resubmit.table().getAsInt() + ")"
                : "resubmit:" + port;
    }
}
