package okko.eval.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The page: the answer first, then the charts, then what the numbers rest on. One file that loads nothing and runs
 * nothing.
 */
final class ReportPage {

    private static final String STYLE_SHEET = "report.css";

    private ReportPage() {}

    static String of(Results results) throws IOException {
        List<PageSection> sections = sections(results);
        return document(html(head(meta().withCharset("utf-8"), title("Okko throughput report, "
                                + results.environment().date().replaceAll("T.*", "")),
                        meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                        meta().withName("description").withContent(Answer.of(results).headline()),
                        style(rawHtml(styleSheet()))),
                body(AnswerSection.of(results), contents(sections), main(each(sections, PageSection::tag)),
                        footer(p("Written by okko eval from results.json (schema version " + results.schemaVersion()
                                + "), which holds every number shown here.")))).attr("lang", "en")) + "\n";
    }

    private static List<PageSection> sections(Results results) {
        return Stream.of(ThroughputSection.of(results).stream(), PublishedSection.of(results).stream(),
                ExperimentSection.of(results).stream(), CostSection.of(results).stream(),
                LoadSection.of(results).stream(), LatencySection.of(results).stream(),
                MethodSection.of(results).stream(), ProofSection.of(results).stream(),
                EnvironmentSection.of(results).stream(),
                TrialsSection.of(results).stream()).flatMap(each -> each).toList();
    }

    private static DomContent contents(List<PageSection> sections) {
        return nav(ul(each(sections, each -> li(a(each.title()).withHref("#" + each.id())))))
                .attr("aria-label", "Contents");
    }

    private static String styleSheet() throws IOException {
        try (InputStream sheet = ReportPage.class.getResourceAsStream(STYLE_SHEET)) {
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
