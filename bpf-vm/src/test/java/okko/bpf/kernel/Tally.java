package okko.bpf.kernel;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import okko.bpf.kernel.KernelVerdict.Kind;

/** Both verdicts on a number of programs. */
final class Tally {

    private final Map<Kind, Integer> accepted = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> refused = new EnumMap<>(Kind.class);
    private final Set<String> differences = new TreeSet<>();
    private int withoutLinuxForm;

    void add(String title, boolean isAccepted, KernelVerdict linux) {
        (isAccepted ? accepted : refused).merge(linux.kind(), 1, Integer::sum);
        if (isAccepted && linux.kind() == Kind.UNSAFE) {
            differences.add("ours-accepts | " + title + " | " + linux.reason());
        } else if (!isAccepted && linux.kind() == Kind.ACCEPTED) {
            differences.add("ours-refuses | " + title + " | accepted");
        }
    }

    void skip() {
        withoutLinuxForm++;
    }

    /** As witness.txt lists them, without the reasons. */
    Set<String> differences() {
        return differences;
    }

    int count() {
        return accepted.values().stream().mapToInt(Integer::intValue).sum()
                + refused.values().stream().mapToInt(Integer::intValue).sum();
    }

    int count(boolean isAccepted, Kind kind) {
        return (isAccepted ? accepted : refused).getOrDefault(kind, 0);
    }

    /** Rows of the table that docs/verifier.md has of these programs and that are no longer so. */
    List<String> contradicting(String what, String document) {
        int at = document.indexOf("| " + what + " | Okko accepts |");
        List<String> rows = document.substring(Math.max(0, at)).lines().skip(2).limit(Kind.values().length).toList();
        var wrong = new ArrayList<String>();
        for (Kind kind : Kind.values()) {
            String[] cells = rows.get(kind.ordinal()).split(" *\\| *");
            boolean isTrue = at >= 0 && isTrue(kind, true, cells[2]) && isTrue(kind, false, cells[3]);
            if (!isTrue) {
                wrong.add("docs/verifier.md, table of " + what + ", is out of date: " + rows.get(kind.ordinal()));
            }
        }
        return wrong;
    }

    /** Where verdicts differ, the number is that of the list; where they agree, cases may have been added. */
    private boolean isTrue(Kind kind, boolean isAccepted, String cell) {
        int written = Integer.parseInt(cell);
        boolean isDifference = isAccepted ? kind == Kind.UNSAFE : kind == Kind.ACCEPTED;
        return isDifference ? written == count(isAccepted, kind) : written <= count(isAccepted, kind);
    }

    /** As docs/verifier.md has it, and a row more. */
    String table(String what) {
        return """
                | %s | Okko accepts | Okko refuses |
                |---|---|---|
                | Linux accepts | %d | %d |
                | Linux refuses for memory safety | %d | %d |
                | Linux refuses for another reason | %d | %d |
                | no Linux form | %d | |
                """.formatted(what, count(true, Kind.ACCEPTED), count(false, Kind.ACCEPTED),
                count(true, Kind.UNSAFE), count(false, Kind.UNSAFE),
                count(true, Kind.OTHERWISE_REFUSED), count(false, Kind.OTHERWISE_REFUSED), withoutLinuxForm);
    }
}
