package okko.eval.report;

import static j2html.TagCreator.h2;

import j2html.tags.DomContent;
import j2html.tags.specialized.SectionTag;
import j2html.TagCreator;
import java.util.List;
import java.util.Optional;

/**
 * A part of the page under a title.
 *
 * @param id      that links lead to
 * @param title   of the part, and of the link
 * @param content below it
 */
record PageSection(String id, String title, List<DomContent> content) {

    /** A section; none if there is nothing in it. */
    static Optional<PageSection> of(String id, String title, List<DomContent> content) {
        return content.isEmpty() ? Optional.empty() : Optional.of(new PageSection(id, title, content));
    }

    SectionTag tag() {
        return TagCreator.section(h2(title)).with(content).withId(id);
    }
}
