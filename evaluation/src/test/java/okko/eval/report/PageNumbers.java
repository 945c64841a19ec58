package okko.eval.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the measured numbers of a page come from: each from a written part, each part from committed results. */
record PageNumbers(String text) {

    private static final Pattern PART =
            Pattern.compile("<!-- written by okko eval report (\\S+) -->\\n(.*?)\\n<!-- end -->", Pattern.DOTALL);

    private static final String NUMBER = "(\\b\\d[\\d.,]*|\\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty))";

    /** Rates, times per packet, ratios, shares of a speed; in digits and in words. */
    private static final Pattern QUANTITY = Pattern.compile(NUMBER + "[ -]?(million |thousand )?"
            + "(Mpps|kpps|pps|packets per second|Gbit/s|ns\\b|nanoseconds?|µs|us\\b|times\\b|fold\\b|x\\b|×|%|percent)"
            + "|\\b(twice|double|half|thirds?|quarters?) (of )?(as|the|its|that) (fast|slow|speed|rate|throughput)"
            + "|\\b(ratio|throughput|faster|slower)[^.|]{0,30}? by " + NUMBER,
            Pattern.CASE_INSENSITIVE);

    /** Turns committed results into the text that a part must have. */
    @FunctionalInterface
    interface Source {

        Results read(String directory) throws IOException;

        static Source committed(Path repository) {
            return directory -> new ResultFiles(repository.resolve(directory)).read();
        }
    }

    /** {@return directories that parts name, in order} */
    List<String> sources() {
        return PART.matcher(text).results().map(part -> part.group(1)).toList();
    }

    /** {@return directories whose part says something else than their results give} */
    List<String> stale(Source source) throws IOException {
        List<String> stale = new ArrayList<>();
        for (Matcher part = PART.matcher(text); part.find();) {
            if (!part.group(2).equals(WrittenResults.of(source.read(part.group(1))))) {
                stale.add(part.group(1));
            }
        }
        return stale;
    }

    /** {@return measured quantities that stand outside of all parts} */
    List<String> strays() {
        return QUANTITY.matcher(PART.matcher(text).replaceAll("")).results().map(found -> found.group().strip()).toList();
    }
}
