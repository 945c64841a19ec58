package okko.switchd.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows in columns as wide as they need to be; numbers to the right. */
final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... head) {
        rows.add(List.of(head));
    }

    /** Adds a row, with an entry for each column. */
    void row(Object... entries) {
        List<String> row = new ArrayList<>();
        for (Object entry : entries) {
            row.add(entry.toString());
        }
        rows.add(row);
    }

    void print(PrintWriter out) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                boolean right = isNumber(i);
                line.append(right ? padding + row.get(i) : row.get(i) + padding).append("  ");
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private boolean isNumber(int column) {
        for (List<String> row : rows.subList(1, rows.size())) {
            if (!row.get(column).matches("-?[0-9.]+")) {
                return false;
            }
        }
        return true;
    }

    /** {@return an object as words, {@code flow_drop=3 runt=1} for instance; a dash if it is empty} */
    static String words(JsonNode object) {
        List<String> words = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            words.add(entry.getKey() + "=" + entry.getValue().asText());
        }
        return words.isEmpty() ? "-" : String.join(" ", words);
    }
}
