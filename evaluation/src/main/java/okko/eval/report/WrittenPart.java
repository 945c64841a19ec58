package okko.eval.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a Markdown file that a command writes: what is between two lines that are comments.
 *
 * @param command that writes it, as it is typed
 */
public record WrittenPart(String command) {

    private static final String END = "<!-- end -->";

    /** {@return the line before the part} */
    public String begin() {
        return "<!-- written by " + command + " -->";
    }

    /** {@return the line behind the part} */
    public String end() {
        return END;
    }

    /**
     * Replaces the part.
     *
     * @param text    with both lines
     * @param content new part, without a line's end at its end
     * @return the text with the new part
     * @throws IllegalArgumentException if a line is missing
     */
    public String replaceIn(String text, String content) {
        int begin = text.indexOf(begin());
        int end = text.indexOf(END, Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            throw new IllegalArgumentException("no place for the table: expected a line '" + begin()
                    + "', and behind it a line '" + END + "'");
        }
        return text.substring(0, begin + begin().length()) + "\n" + content + "\n" + text.substring(end);
    }

    /**
     * Looks for the part, so that a long measurement does not end without a place for its table.
     *
     * @param document that must have the part
     * @throws IOException if it cannot be read, or has no such part
     */
    public void checkIn(Path document) throws IOException {
        replaceIn(document, Files.readString(document), "");
    }

    /**
     * Replaces the part in a file.
     *
     * @param document that has the part
     * @param content  new part, without a line's end at its end
     * @throws IOException if the file cannot be read or written, or has no such part
     */
    public void writeInto(Path document, String content) throws IOException {
        Files.writeString(document, replaceIn(document, Files.readString(document), content));
    }

    private String replaceIn(Path document, String text, String content) throws IOException {
        try {
            return replaceIn(text, content);
        } catch (IllegalArgumentException e) {
            throw new IOException(document + ": " + e.getMessage(), e);
        }
    }
}
