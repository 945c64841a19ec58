package okko.eval.chart;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jetbrains.letsPlot.commons.geometry.DoubleVector;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * From what Lets-Plot lays out to an element that belongs to the page: it takes the page's colours and fonts, grows and
 * shrinks with its place, says in words what it shows, and is the same for the same chart (the library chooses names at
 * random).
 */
final class Drawing {

    private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+(?:[eE]-?\\d+|\\d\\d)");
    private static final Pattern NAME_USED = Pattern.compile("url\\(#([^)]+)\\)");

    private final String name;
    private final Map<String, String> names = new HashMap<>();

    private Drawing(String name) {
        this.name = name;
    }

    /**
     * Lays a chart out.
     *
     * @param name   of the element, and the beginning of the names in it; the page has it once
     * @param words  for readers who do not see the chart
     * @param spec   what is drawn
     * @param width  in the chart's own units, of which a letter is about seven wide
     * @param height in the same units
     * @return an SVG element
     */
    static String of(String name, Words words, Map<String, Object> spec, double width, double height) {
        String laidOut = PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(spec, new DoubleVector(width, height),
                (columns, rows, pixels) -> {
                    throw new UnsupportedOperationException("charts have no picture in them");
                }, false);
        try {
            Document document = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                    .parse(new InputSource(new StringReader(laidOut)));
            Element svg = document.getDocumentElement();
            if (!svg.getTagName().equals("svg")) {
                throw new IllegalStateException("chart " + name + ": " + svg.getTextContent().strip());
            }
            new Drawing(name).adopt(svg);
            describe(svg, name, words, width, height);
            return printed(document);
        } catch (SAXException | IOException | ParserConfigurationException | TransformerException e) {
            throw new IllegalStateException("chart " + name + ": what was laid out is no XML: " + e.getMessage(), e);
        }
    }

    private static void describe(Element svg, String name, Words words, double width, double height) {
        for (String attribute : List.of("width", "height", "xmlns", "xmlns:xlink")) {
            svg.removeAttribute(attribute);
        }
        svg.setAttribute("class", "chart");
        svg.setAttribute("id", name);
        svg.setAttribute("viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", width, height));
        svg.setAttribute("role", "img");
        svg.setAttribute("aria-labelledby", name + "-title " + name + "-desc");
        Node first = svg.getFirstChild();
        svg.insertBefore(worded(svg, "title", name + "-title", words.title()), first);
        svg.insertBefore(worded(svg, "desc", name + "-desc", words.description()), first);
    }

    private static Element worded(Element svg, String tag, String id, String text) {
        Element element = svg.getOwnerDocument().createElement(tag);
        element.setAttribute("id", id);
        element.setTextContent(text);
        return element;
    }

    /** Leaves out the library's style sheet and empty groups, shortens numbers, and puts names and colours right. */
    private void adopt(Element element) {
        for (Node child : children(element)) {
            switch (child) {
                case Element inner when inner.getTagName().equals("style") -> element.removeChild(inner);
                case Element inner -> {
                    adopt(inner);
                    if (inner.getTagName().matches("g|path") && !inner.hasChildNodes() && !inner.hasAttribute("d")) {
                        element.removeChild(inner);
                    }
                }
                case Text text when text.getData().isBlank() -> element.removeChild(text);
                case Text text -> text.setData(text.getData().strip());
                default -> { }
            }
        }
        adoptAttributes(element);
    }

    private void adoptAttributes(Element element) {
        element.removeAttribute("clip-bounds-jfx");
        var attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Attr attribute = (Attr) attributes.item(i);
            attribute.setValue(attribute.getName().equals("id") ? named(attribute.getValue())
                    : adopted(attribute.getValue()));
        }
    }

    private String adopted(String value) {
        String text = NAME_USED.matcher(value).replaceAll(match -> "url(#" + named(match.group(1)) + ")");
        text = NUMBER.matcher(text).replaceAll(match -> rounded(match.group()));
        for (Ink ink : Ink.values()) {
            text = text.replace(ink.placeholder(), ink.css()).replace(ink.printedPlaceholder(), ink.css());
        }
        return text;
    }

    private String named(String random) {
        return names.computeIfAbsent(random, any -> name + "-" + names.size());
    }

    private static String rounded(String number) {
        return String.format(Locale.ROOT, "%.2f", Double.parseDouble(number));
    }

    private static List<Node> children(Element element) {
        List<Node> children = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            children.add(child);
        }
        return children;
    }

    private static String printed(Document document) throws TransformerException {
        var transformer = TransformerFactory.newDefaultInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        StringWriter text = new StringWriter();
        transformer.transform(new DOMSource(document), new StreamResult(text));
        return text.toString();
    }
}
