package okko.eval.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import okko.eval.workload.BundledWorkload;
import org.junit.jupiter.api.Test;

class SetupTest {

    private static final Material FIREWALL =
            new Material(BundledWorkload.FIREWALL, Path.of("/t/traffic.pcap"), 100, Path.of("/t"));

    @Test
    void shouldHaveTheSetupsOfThisVersionInTheOrderOfReports() {
        assertThat(Setup.all()).extracting(Setup::label)
                .containsExactly("forward", "switch-bpf", "switch-interpreter", "process-bpf", "process-java",
                        "process-copy", "process-aeron");
    }

    @Test
    void shouldFindASetupByItsName() {
        assertThat(Setup.of("process-bpf")).contains(InProcess.BPF);
        assertThat(Setup.of("process")).isEmpty();
    }

    @Test
    void shouldSendEverythingToTheFirstSinkWhenNoProgramRuns() {
        CellPlan plan = new Forward().plan(FIREWALL);

        assertThat(plan.flows()).containsExactly("in_port=p1,actions=output:p2");
        assertThat(plan.programs()).isEmpty();
        assertThat(plan.processor()).isEmpty();
        assertThat(plan.ports()).extracting(PortPlan::name).containsExactly("p1", "p2", "p3");
    }

    @Test
    void shouldFilterInTheSwitch() {
        CellPlan plan = InSwitch.INTERPRETED.plan(FIREWALL);

        assertThat(plan.flows()).containsExactly("priority=10,in_port=p1,filter_prog=1,actions=output:p2",
                "priority=1,in_port=p1,actions=output:p3");
        assertThat(plan.programs()).containsExactly(new ProgramPlan(1, Path.of("/t/firewall.o"),
                Optional.empty(), "interpreter"));
        assertThat(InSwitch.COMPILED.plan(FIREWALL).programs()).extracting(ProgramPlan::engine).containsExactly("jit");
    }

    @Test
    void shouldSendThroughTheRingsAndBack() {
        CellPlan plan = InProcess.BPF.plan(FIREWALL);

        assertThat(plan.flows()).containsExactly("in_port=p1,actions=output:fw",
                "in_port=fw,metadata=1,actions=output:p2", "in_port=fw,metadata=0,actions=output:p3");
        assertThat(plan.ports()).contains(new PortPlan("fw", 10, PortPlan.Kind.RING, Optional.empty()));
        assertThat(plan.processor()).contains(new ProcessorPlan("/t/firewall.o", Optional.empty()));
    }

    @Test
    void shouldRunTheTwinWhereTheSetupIsJava() {
        assertThat(InProcess.JAVA.plan(FIREWALL).processor()).contains(
                new ProcessorPlan("okko.external.sample.FirewallProcessor", Optional.empty()));
    }
}
