package okko.eval.report;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.summary;

import j2html.tags.DomContent;
import java.util.List;

/** A chart under its title, with the table of the same numbers behind it. */
final class ChartCard {

    private ChartCard() {}

    /**
     * Makes a card.
     *
     * @param title what is shown
     * @param note  a line about it; may be empty
     * @param svg   the chart
     * @param table the same in numbers
     * @return the card
     */
    static DomContent of(String title, String note, String svg, DomContent table) {
        return figure(figcaption(h3(title), note.isEmpty() ? null : p(note).withClass("note")), rawHtml(svg),
                details(summary("The same as a table"), table)).withClass("card");
    }

    /** {@return cards side by side, as many as there is room for} */
    static DomContent grid(List<DomContent> cards) {
        return div(cards.toArray(DomContent[]::new)).withClass("grid");
    }

    /** {@return a name for an element: what cannot stand in one is a dash} */
    static String id(String... parts) {
        return String.join("-", parts).replaceAll("[^A-Za-z0-9]+", "-");
    }
}
