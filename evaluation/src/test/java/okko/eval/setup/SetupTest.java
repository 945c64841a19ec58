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
                .containsExactly("forward", "switch-bpf", "switch-interpreter", "switch-bpf-2", "process-bpf",
                        "process-java", "process-copy", "process-aeron", "remote-aeron", "namespace");
    }

    @Test
    void shouldNeedNothingOfTheMachineForTheStandardSetups() {
        assertThat(Setup.standard()).extracting(Setup::label)
                .containsExactly("forward", "switch-bpf", "switch-interpreter", "process-bpf", "process-java",
                        "process-copy", "process-aeron");
        assertThat(Setup.standard()).allMatch(setup -> setup.requires().isEmpty() && setup.coreBudget() <= 2);
    }

    @Test
    void shouldSayHowManyThreadsAreBusy() {
        assertThat(InSwitch.COMPILED.coreBudget()).isEqualTo(1);
        assertThat(InSwitch.COMPILED_TWICE.coreBudget()).isEqualTo(InProcess.BPF.coreBudget()).isEqualTo(2);
        assertThat(InProcess.REMOTE.coreBudget()).isEqualTo(4);
    }

    @Test
    void shouldFindASetupByItsName() {
        assertThat(Setup.of("process-bpf")).contains(InProcess.BPF);
        assertThat(Setup.of("process-isolated")).contains(InProcess.COPY);
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

    @Test
    void shouldSplitTheFlowsBetweenTwoThreadsAndChangeNothingElse() {
        CellPlan plan = InSwitch.COMPILED_TWICE.plan(FIREWALL);

        assertThat(plan.datapath()).isEqualTo(DatapathPlan.ofThreads(2));
        CellPlan one = InSwitch.COMPILED.plan(FIREWALL);
        assertThat(plan.ports()).isEqualTo(one.ports());
        assertThat(plan.programs()).isEqualTo(one.programs());
        assertThat(plan.flows()).isEqualTo(one.flows());
    }

    @Test
    void shouldMoveTheProcessorToAHostThatOneCableLeadsTo() {
        CellPlan plan = InProcess.REMOTE.plan(FIREWALL);

        assertThat(plan.ports()).contains(new PortPlan("fw", 10, PortPlan.Kind.REMOTE_AERON, Optional.empty()));
        assertThat(plan.flows()).isEqualTo(InProcess.BPF.plan(FIREWALL).flows());
        assertThat(plan.processor()).hasValueSatisfying(
                processor -> assertThat(processor.name()).isEqualTo("/t/firewall.o"));
        assertThat(plan.far()).hasValueSatisfying(host -> {
            assertThat(host.inside()).isEmpty();
            assertThat(host.cables()).containsExactly(new Cable("net0", "net0",
                    Optional.of(new Cable.Addresses("10.78.0.1/24", "10.78.0.2/24"))));
        });
    }

    @Test
    void shouldRunTheFilterOfTheSwitchBehindCables() {
        CellPlan plan = new Namespace().plan(FIREWALL);

        assertThat(plan.flows()).containsExactly("in_port=p1,actions=output:box-in",
                "in_port=box-match,actions=output:p2", "in_port=box-other,actions=output:p3");
        assertThat(plan.programs()).isEmpty();
        assertThat(plan.processor()).isEmpty();
        CellPlan inside = plan.far().orElseThrow().inside().orElseThrow();
        assertThat(inside.flows()).containsExactly("priority=10,in_port=eth1,filter_prog=1,actions=output:eth2",
                "priority=1,in_port=eth1,actions=output:eth3");
        assertThat(inside.programs()).isEqualTo(InSwitch.COMPILED.plan(FIREWALL).programs());
        assertThat(plan.far().orElseThrow().cables()).extracting(cable -> cable.near() + "-" + cable.far())
                .containsExactly("box-in-eth1", "box-match-eth2", "box-other-eth3");
    }
}
