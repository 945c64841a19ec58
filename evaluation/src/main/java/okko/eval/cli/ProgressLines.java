package okko.eval.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import okko.eval.run.Experiment;
import okko.eval.run.Outcome;
import okko.eval.run.Progress;

/** Shows progress on standard error: a bar on a terminal, elsewhere a line per experiment. */
sealed interface ProgressLines extends Progress, AutoCloseable {

    /** {@return what suits standard error} */
    static ProgressLines onStandardError() {
        return isTerminal() ? new Bar() : new Lines();
    }

    @Override
    void close();

    /** System.console() tells of standard input and output, not of standard error; the kernel knows (proc(5)). */
    static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    /** A bar that stays in its line. */
    final class Bar implements ProgressLines {

        private ProgressBar bar;

        @Override
        public void begin(int steps) {
            bar = new ProgressBarBuilder().setTaskName("eval").setInitialMax(steps)
                    .setStyle(ProgressBarStyle.ASCII).hideEta().continuousUpdate().build();
        }

        @Override
        public void step(String experiment, String doing) {
            bar.setExtraMessage(experiment + ", " + doing).step();
        }

        @Override
        public void finished(Experiment experiment, List<Outcome> outcomes) {
            // The bar says it already.
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }

    /** A line whenever an experiment is finished. */
    final class Lines implements ProgressLines {

        private final long startNs = System.nanoTime();

        @Override
        public void begin(int steps) {
            // Nothing to say yet.
        }

        @Override
        public void step(String experiment, String doing) {
            // A log has no use for each of some hundred steps.
        }

        @Override
        public void finished(Experiment experiment, List<Outcome> outcomes) {
            long proved = outcomes.stream().filter(Outcome.Proved.class::isInstance).count();
            System.err.printf("okko eval: %s done after %d s, %d of %d cells proved%n", experiment.id(),
                    (System.nanoTime() - startNs) / 1_000_000_000, proved, outcomes.size());
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
