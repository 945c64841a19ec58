package okko.eval.report;

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

/** A table of text that scrolls by itself where the window is narrow. */
final class HtmlTable {

    private HtmlTable() {}

    /**
     * Makes a table.
     *
     * @param header one text per column; if all of them are empty there is no header row
     * @param rows   as many texts each
     */
    static DomContent of(List<String> header, List<List<String>> rows) {
        boolean hasHeader = header.stream().anyMatch(text -> !text.isEmpty());
        return div(table(hasHeader ? thead(tr(each(header, text -> th(text)))) : null,
                tbody(each(rows, row -> tr(each(row, text -> td(text))))))).withClass("table");
    }
}
