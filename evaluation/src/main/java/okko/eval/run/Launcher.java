package okko.eval.run;

import java.io.IOException;
import okko.eval.setup.CellPlan;

/** Starts what a cell needs. */
@FunctionalInterface
public interface Launcher {

    /**
     * Starts a switch and its processor; called from several threads at once.
     *
     * @param plan what has to run
     * @return the switch, ready, with the processor attached
     * @throws IOException if something does not start, saying what and why in one line; nothing is left running then
     */
    MeasuredSwitch launch(CellPlan plan) throws IOException;
}
