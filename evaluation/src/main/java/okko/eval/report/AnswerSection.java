package okko.eval.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.header;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.strong;

import j2html.tags.DomContent;
import java.util.List;
import java.util.stream.Stream;
import okko.eval.report.Answer.Verdict;
import okko.eval.report.Results.CellResult;

/** The top of the page: which placement wins, by how much, and how sure that is. */
final class AnswerSection {

    private AnswerSection() {}

    static DomContent of(Results results) {
        Answer answer = Answer.of(results);
        return header(p("Okko throughput report · " + results.profile() + " profile · "
                        + results.environment().date().replaceAll("T.*", "") + " · " + results.environment().cpu())
                        .withClass("kicker"),
                h1("Where should user code run: in the switch, or in another process?"),
                p(answer.headline()).withClass("answer"),
                div(each(answer.verdicts(), AnswerSection::tile)).withClass("tiles"),
                section(each(sentences(results, answer), sentence -> p(sentence))).withClass("sureness")
                        .attr("aria-label", "How sure this is"),
                each(warnings(results), warning -> p(strong("Note "), span(warning)).withClass("warning")));
    }

    private static DomContent tile(Verdict verdict) {
        return div(p(verdict.workload()).withClass("tile-name"),
                p("×" + Numbers.ratio(verdict.ratio().median())).withClass("tile-number"),
                p(Numbers.ratio(verdict.ratio().low()) + " – " + Numbers.ratio(verdict.ratio().high()))
                        .withClass("tile-range"),
                p(verdict.winner().words()).withClass("tile-words " + switch (verdict.winner()) {
                    case SWITCH -> "wins-switch";
                    case PROCESS -> "wins-process";
                    case NONE, UNSTABLE -> "wins-none";
                })).withClass("tile");
    }

    private static List<String> sentences(Results results, Answer answer) {
        String interval = results.cells().stream().filter(CellResult::proved).findFirst()
                .map(cell -> "Each ratio is the throughput of switch-bpf over that of process-bpf, the same compiled "
                        + "program on the same packets; the range below it is the "
                        + Answer.meaning(cell.ratioToReference() == null ? cell.mpps().interval()
                                : cell.ratioToReference().interval()) + ".").orElse("");
        return Stream.of(interval, Answer.sureness(results), proofs(results), answer.perCore(), answer.equalCores())
                .filter(sentence -> !sentence.isEmpty()).toList();
    }

    private static String proofs(Results results) {
        List<CellResult> cells = Stream.concat(results.cells().stream(),
                results.experiments().stream().flatMap(each -> each.cells().stream())).toList();
        long skipped = cells.stream().filter(CellResult::skipped).count();
        long unproved = cells.stream().filter(cell -> !cell.proved() && !cell.skipped()).count();
        String left = skipped == 0 ? "" : " " + skipped + " could not run on this machine and are left out.";
        return (unproved == 0 ? "All " + (cells.size() - skipped) + " cells are proved: equal verdicts and equal "
                + "output bytes in every place, no packet lost." : unproved + " of " + cells.size()
                + " cells are not proved and have no number.") + left;
    }

    private static List<String> warnings(Results results) {
        return Stream.of(Answer.caution(results), CoreBudget.sentences(results))
                .filter(warning -> !warning.isEmpty()).toList();
    }
}
