package okko.eval.report;

import static j2html.TagCreator.details;
import static j2html.TagCreator.p;
import static j2html.TagCreator.summary;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import okko.eval.report.Results.CellResult;

/** What was compared before anything was timed. */
final class ProofSection {

    private ProofSection() {}

    static Optional<PageSection> of(Results results) {
        List<List<String>> rows = Stream.concat(results.cells().stream().map(cell -> row("applications", cell)),
                results.experiments().stream().flatMap(experiment -> experiment.cells().stream()
                        .map(cell -> row(experiment.id(), cell)))).toList();
        return PageSection.of("proofs", "Proofs", List.of(
                p("Before anything was timed, every place got the same packets with empty maps, and its verdicts and "
                        + "the bytes that came out were compared with those of a Java twin run without any switch. In "
                        + "every trial after that, packets in had to equal packets out, nothing dropped, and the "
                        + "verdicts had to be the oracle's."),
                details(summary("What was compared, cell by cell (" + rows.size() + ")"), HtmlTable.of("Proofs",
                        List.of("experiment", "workload", "variant", "packets", "verdicts", "dropped", "checksums"),
                        rows)).withClass("raw")));
    }

    private static List<String> row(String experiment, CellResult cell) {
        return cell.proved() ? List.of(experiment, cell.workload(), cell.label(),
                Numbers.text("%,d", cell.proof().packets()), words(cell.verdicts()),
                Numbers.text("%,d", cell.proof().dropped()), words(cell.proof().checksums()))
                : List.of(experiment, cell.workload(), cell.label(), "–",
                        (cell.skipped() ? "left out: " : "unproved: ") + cell.reason(), "–", "–");
    }

    private static String words(Map<String, ?> values) {
        return String.join(", ", values.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue())
                .toList());
    }
}
