package okko.eval.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.eval.measure.Environment;
import okko.eval.report.Results.TrafficSummary;

/** Machine, build and traffic. */
final class EnvironmentSection {

    private EnvironmentSection() {}

    static Optional<PageSection> of(Results results) {
        Environment machine = results.environment();
        TrafficSummary traffic = results.traffic();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CPU", machine.cpu() + ", " + machine.cores() + " cores"));
        rows.add(List.of("kernel", machine.kernel()));
        rows.add(List.of("JDK", machine.jdk()));
        rows.add(List.of("JVM flags", String.join(" ", machine.flags())));
        rows.add(List.of("frequency governor", machine.governor() == null ? "not shown" : machine.governor()));
        if (machine.details() != null) {
            machine.details().forEach((name, value) -> rows.add(List.of(name, value)));
        }
        rows.add(List.of("load before, after", machine.loadBefore() + "; " + machine.loadAfter()));
        rows.add(List.of("commit", machine.commit() == null ? "unknown"
                : machine.commit() + (Boolean.TRUE.equals(machine.dirty()) ? ", with local changes" : "")));
        rows.add(List.of("date", machine.date()));
        rows.add(List.of("run, profile, seed", results.run() + ", " + results.profile() + ", " + results.seed()));
        rows.add(List.of("traffic", Numbers.text("%s: %,d packets, %,d TCP connections, %,d bytes per pass",
                traffic.source(), traffic.packets(), traffic.flows(), traffic.bytes())));
        rows.add(List.of("traffic SHA-256", traffic.sha256()));
        results.objects().forEach((name, sha256) -> rows.add(List.of(name + " SHA-256", sha256)));
        return PageSection.of("environment", "Machine, build and traffic", List.of(HtmlTable.of(
                "Machine, build and traffic", List.of("what", "value"), rows)));
    }
}
