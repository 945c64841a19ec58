package okko.eval.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress as a bar on standard error if that is a terminal; nothing elsewhere. */
final class StepBar implements AutoCloseable {

    private final String task;
    private final boolean isShown;
    private ProgressBar bar;

    private StepBar(String task, boolean isShown) {
        this.task = task;
        this.isShown = isShown;
    }

    static StepBar onStandardError(String task) {
        return new StepBar(task, ProgressLines.isTerminal());
    }

    void begin(int steps) {
        if (isShown) {
            bar = new ProgressBarBuilder().setTaskName(task).setInitialMax(steps).setStyle(ProgressBarStyle.ASCII)
                    .hideEta().continuousUpdate().build();
        }
    }

    void step(String doing) {
        if (bar != null) {
            bar.setExtraMessage(doing).step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
