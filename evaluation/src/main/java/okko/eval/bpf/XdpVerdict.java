package okko.eval.bpf;

import java.util.List;
import okko.bpf.engine.RunContext;

/** What r0 of an XDP program asks for, in Linux's words. */
final class XdpVerdict {

    private static final List<String> NAMES =
            List.of("XDP_ABORTED", "XDP_DROP", "XDP_PASS", "XDP_TX", "XDP_REDIRECT");
    private static final int REDIRECT = 4;

    private XdpVerdict() {}

    /** Names the result of the run that the context belongs to. */
    static String of(long r0, RunContext context) {
        int action = (int) r0; // the kernel looks at 32 bits
        if (action < 0 || action >= NAMES.size()) {
            return "no verdict: 0 to " + (NAMES.size() - 1) + " are known";
        }
        return action == REDIRECT ? NAMES.get(action) + " to port " + context.outputPort() : NAMES.get(action);
    }
}
