package okko.eval.datapath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import okko.eval.run.Launcher;
import okko.eval.subject.SubjectPlan;

/** Rows of the benchmark for whoever measures them in another way, such as the figures of an evaluation. */
public final class RowPlans {

    private final Launcher launcher;
    private final BenchFiles files;

    /**
     * Prepares plans.
     *
     * @param launcher  starts switches
     * @param directory for files, which must stay for as long as a switch is started
     * @throws IOException if files cannot be made
     */
    public RowPlans(Launcher launcher, Path directory) throws IOException {
        this.launcher = launcher;
        files = new BenchFiles(Files.createTempDirectory(directory, "rows"));
    }

    /**
     * Plans the row that others differ from in one thing: 1,000 flows, one rule.
     *
     * @param cache    that stands before the tables
     * @param programs that are loaded and asked
     * @return how to start it
     * @throws IOException if the traffic cannot be written
     */
    public SubjectPlan plain(CacheUse cache, Programs programs) throws IOException {
        return plan(Rows.plain().with("row", "1,000 flows", cache, Optional.empty())
                .with("row", "1,000 flows", programs));
    }

    /**
     * Plans a row whose rules have masks of which no two are alike.
     *
     * @param masks how many: 1, 10 or 50
     * @param cache that stands before the tables
     * @return how to start it
     * @throws IOException if the traffic cannot be written
     */
    public SubjectPlan masks(int masks, CacheUse cache) throws IOException {
        String name = masks == 1 ? Rows.PLAIN : masks + "-masks";
        Row row = Rows.all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        return plan(row.with("row", row.title(), cache, Optional.empty()));
    }

    private SubjectPlan plan(Row row) throws IOException {
        // Made here and not when it is first asked for: switches are started by several threads.
        files.trace(row.flows());
        return new RowSubject.Plan(launcher, row, files);
    }
}
