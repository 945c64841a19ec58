package okko.eval.report;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.List;
import java.util.regex.Pattern;

/** A table of text that scrolls inside its box where the screen is narrow; numbers stand right, to be compared. */
final class HtmlTable {

    private static final Pattern NUMBER = Pattern.compile("[-–]|[-+±×]?[0-9][0-9,.]*( ?%)?");

    private HtmlTable() {}

    /**
     * Makes a table.
     *
     * @param caption what it holds, for those who hear it; not shown
     * @param headers of the columns
     * @param rows    cells as text, as many per row as there are headers; the first names the row
     * @return the table
     */
    static DomContent of(String caption, List<String> headers, List<List<String>> rows) {
        return div(table(caption(caption), thead(tr(each(headers, header -> th(header).attr("scope", "col")))),
                tbody(each(rows, HtmlTable::row)))).withClass("table").attr("role", "region")
                .attr("aria-label", caption).attr("tabindex", "0");
    }

    private static DomContent row(List<String> cells) {
        return tr(th(cells.getFirst()).attr("scope", "row"), each(cells.subList(1, cells.size()),
                cell -> NUMBER.matcher(cell).matches() ? td(cell).withClass("number") : td(cell)));
    }
}
