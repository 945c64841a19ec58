package okko.switchd.cli.ofctl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.flow.PortLabels;
import okko.switchd.openflow.FlowRuns;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.ProgramMessage;
import okko.switchd.openflow.SettingsMessage.SetFlowFormat;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.FlowStatistics;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.openflow.StatisticsRequest.FlowsForm;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;
import okko.switchd.openflow.text.FlowMessageText;
import okko.switchd.openflow.text.FlowMessageText.Detail;
import okko.switchd.openflow.text.FlowStyle;
import okko.switchd.openflow.wire.Decoded;

/** Asks a switch for its flows, and shows them. */
final class FlowDump {

    private static final int NICIRA_FLOWS = 2;

    private final Session session;
    private final OpenFlowClient client;
    private FlowsForm form;

    FlowDump(Session session, OpenFlowClient client) {
        this.session = session;
        this.client = client;
        form = Versions.form(client.version(), session.options(), session.isMaybeOkko());
    }

    /** Asks for flows; in 1.0 in the form that has all fields. */
    List<Decoded> ask(FlowSelection flows) throws IOException, RefusedException {
        return askInForm(() -> new StatisticsRequest.Flows(flows, form));
    }

    List<Decoded> askSums(FlowSelection flows) throws IOException, RefusedException {
        return askInForm(() -> new StatisticsRequest.Aggregate(flows, form));
    }

    /** Another switch than Okko refuses a question that names programs; then it is asked as others are. */
    private List<Decoded> askInForm(Supplier<StatisticsRequest> question) throws IOException, RefusedException {
        FlowsForm stock = Versions.form(client.version(), session.options(), false);
        if (form != FlowsForm.OPENFLOW_10 && client.version() == OpenFlowVersion.V1_0) {
            client.change(List.of(new SetFlowFormat(NICIRA_FLOWS)));
        }
        if (form != stock) {
            try {
                return client.ask(question.get());
            } catch (RefusedException _) {
                form = stock;
            }
        }
        return client.ask(question.get());
    }

    static List<FlowStatistics> flows(List<Decoded> parts) {
        List<FlowStatistics> flows = new ArrayList<>();
        for (Decoded part : parts) {
            if (part.message() instanceof StatisticsReply.Flows some) {
                flows.addAll(some.flows());
            }
        }
        return flows;
    }

    /** Shows flows: as the switch told them, or line by line if they are to be sorted or told otherwise. */
    void show(FlowSelection selection) throws IOException, RefusedException, FlowSyntaxException {
        OfctlOptions options = session.options();
        List<FlowOrder> orders = options.orders();
        List<Decoded> parts = ask(selection);
        FlowStyle style = new FlowStyle(client.version(),
                options.hasNames() ? SwitchPorts.ask(client).labels() : PortLabels.NUMBERS);
        if (options.isJson()) {
            session.print(FlowJson.print(flows(parts), runs(), style));
            return;
        }
        if (orders.isEmpty() && !options.hasNames() && options.hasStatistics()) {
            for (Decoded part : parts) {
                session.out().print(session.text().print(part));
            }
            return;
        }
        List<FlowStatistics> flows = flows(parts);
        if (!orders.isEmpty()) {
            flows.sort(Comparator.comparing(FlowStatistics::flow, order(orders)));
        }
        Detail detail = !options.hasStatistics() ? Detail.WITHOUT_STATISTICS
                : client.version().isAtLeast(OpenFlowVersion.V1_5) ? Detail.WITH_AGES : Detail.WITHOUT_AGES;
        FlowMessageText text = new FlowMessageText(style);
        for (FlowStatistics flow : flows) {
            session.print(text.line(flow, detail));
        }
    }

    /** What filters did; nothing if the switch knows no programs. */
    private List<FlowRuns> runs() throws IOException {
        List<FlowRuns> runs = new ArrayList<>();
        try {
            for (Decoded part : client.ask(new ProgramMessage.ListFlowRuns(ProgramMessage.ALL_TABLES))) {
                if (part.message() instanceof ProgramMessage.FlowRunsList(var some)) {
                    runs.addAll(some);
                }
            }
        } catch (RefusedException _) {
            return List.of();
        }
        return runs;
    }

    private static Comparator<Flow> order(List<FlowOrder> orders) throws FlowSyntaxException {
        Comparator<Flow> all = orders.getFirst().comparator();
        for (FlowOrder order : orders.subList(1, orders.size())) {
            all = all.thenComparing(order.comparator());
        }
        return all;
    }
}
