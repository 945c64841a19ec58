package okko.eval.report;

import java.util.Locale;
import okko.eval.chart.Ink;
import okko.eval.setup.Setup;

/** What a setup's name says about where user code runs; colours tell places apart, not setups. */
final class Places {

    private Places() {}

    static Ink ink(String setup) {
        return switch (setup.toLowerCase(Locale.ROOT).split("-")[0]) {
            case "forward" -> Ink.FORWARD;
            case "switch" -> Ink.SWITCH;
            case "process" -> Ink.PROCESS;
            case "remote", "namespace" -> Ink.REMOTE;
            default -> Ink.PEER;
        };
    }

    /** {@return what the setup is, in a line; nothing for a peer, whose name says it} */
    static String description(String setup) {
        return Setup.of(setup).map(Setup::description).orElse("another switch, beside ours in the same run");
    }
}
