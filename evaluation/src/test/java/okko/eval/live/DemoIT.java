package okko.eval.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** What {@code scripts/demo} shows a person comes out as it says, and nothing is left of it. */
class DemoIT {

    @Test
    void shouldShowTheFirewallAtWorkAndCleanUp() throws Exception {
        assumeTrue(Host.areAllowed(), "network namespaces need root and iproute2");
        ProcessBuilder builder = new ProcessBuilder(Okko.ROOT.resolve("scripts/demo").toString());
        builder.environment().put("OKKO_NO_BUILD", "1");
        Process demo = builder.redirectErrorStream(true).start();
        String printed = new String(demo.getInputStream().readAllBytes());

        assertThat(demo.waitFor()).as(printed).isZero();
        assertThat(printed).contains("a page from the outside host", "no connection within 3 s");
        assertThat(namespaces()).doesNotContain("-" + demo.pid());
    }

    private static String namespaces() throws Exception {
        return new String(new ProcessBuilder("ip", "netns").start().getInputStream().readAllBytes());
    }
}
