package okko.switchd.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import okko.switchd.flow.Action;
import okko.switchd.flow.Flow;
import okko.switchd.flow.FlowFlag;
import okko.switchd.flow.FlowSelection;
import okko.switchd.flow.Group;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.table.FlowChange.Counting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/** Random changes come to the same in the flow tables and in a plain list of flows that is searched each time. */
class FlowTablesLawTest {

    private static final int STEPS = 400;

    /** Matches that overlap each other in all ways. */
    private static final List<String> MATCHES = List.of("", "in_port=1", "in_port=2", "ip", "tcp", "udp",
            "in_port=1,tcp", "ip,nw_dst=10.0.0.0/8", "ip,nw_dst=10.1.0.0/16", "tcp,tp_dst=80", "arp");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final TablesFixture at = new TablesFixture();
    private List<Flow> model = new ArrayList<>();

    @AfterEach
    void tellSeed() {
        System.out.println("seed " + seed);
    }

    @RepeatedTest(20)
    void shouldHoldWhatAListWouldHold() throws OpenFlowException {
        at.tables.groups().add(new Group(1, Group.Type.ALL, List.of()));
        for (int step = 0; step < STEPS; step++) {
            List<FlowChange> changes = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                changes.add(randomChange());
            }
            List<Flow> expected = expected(changes);
            ChangeResult result = at.tables.apply(changes);
            assertThat(result instanceof ChangeResult.Refused).as("%s %s", changes, result).isEqualTo(expected == null);
            model = expected == null ? model : expected;
            if (random.nextInt(10) == 0) {
                at.pass(1 + random.nextInt(3));
                at.tables.expire();
                model.removeIf(flow -> flow.hardTimeout() > 0 && !isThere(flow));
            }
            assertThat(at.tables.list().stream().map(FlowStatus::flow)).containsExactlyInAnyOrderElementsOf(model);
        }
        assertThat(told()).containsExactlyInAnyOrderElementsOf(model);
    }

    private boolean isThere(Flow flow) {
        return at.tables.list(FlowSelection.exactly(flow)).size() == 1;
    }

    /** What there is, by what was told. */
    private List<Flow> told() {
        List<Flow> flows = new ArrayList<>();
        for (TableEvent event : at.events) {
            switch (event) {
                case TableEvent.Added(Flow flow, _) -> {
                    flows.removeIf(flow::isSameRule);
                    flows.add(flow);
                }
                case TableEvent.Modified(Flow before, Flow flow, _) -> flows.set(flows.indexOf(before), flow);
                case TableEvent.Removed(FlowStatus last, _, _) -> assertThat(flows.remove(last.flow())).isTrue();
                case TableEvent.VacancyChanged _ -> throw new AssertionError(event);
            }
        }
        return flows;
    }

    private FlowChange randomChange() {
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> new FlowChange.Add(randomFlow());
            case 3 -> {
                Flow flow = randomFlow();
                yield new FlowChange.Modify(randomSelection(), flow.actions(),
                        random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(flow.cookie()),
                        Counting.GOES_ON, random.nextBoolean() ? Optional.empty() : Optional.of(flow));
            }
            default -> new FlowChange.Delete(randomSelection());
        };
    }

    private Flow randomFlow() {
        Flow matching = TablesFixture.flow(MATCHES.get(random.nextInt(MATCHES.size())) + " actions=drop");
        Set<FlowFlag> flags = random.nextInt(3) == 0 ? Set.of(FlowFlag.CHECK_OVERLAP) : Set.of();
        return new Flow(random.nextInt(3), random.nextInt(3), matching.match(), random.nextInt(4) / 3, randomActions(),
                random.nextInt(4), 0, random.nextInt(4) / 3 * (1 + random.nextInt(9)), 0, flags);
    }

    private List<Action> randomActions() {
        return switch (random.nextInt(12)) {
            case 0 -> List.of(new Action.Group(2)); // there is none
            case 1 -> List.of(new Action.Group(1));
            case 2 -> List.of(new Action.GotoTable(2));
            default -> List.of(new Action.Output(1 + random.nextInt(3)));
        };
    }

    private FlowSelection randomSelection() {
        Flow flow = randomFlow();
        return new FlowSelection(random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(flow.table()),
                flow.match(), random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(flow.priority()),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(flow.filterProgram()), flow.cookie(),
                random.nextInt(4), random.nextInt(4) == 0 ? OptionalInt.of(1) : OptionalInt.empty(),
                random.nextInt(8) == 0 ? OptionalInt.of(1) : OptionalInt.empty());
    }

    /** What the model would be; {@code null} if a change is refused. */
    private List<Flow> expected(List<FlowChange> changes) {
        List<Flow> flows = new ArrayList<>(model);
        for (FlowChange change : changes) {
            boolean isDone = switch (change) {
                case FlowChange.Add(Flow flow) -> add(flow, flows);
                case FlowChange.Modify modify -> modify(modify, flows);
                case FlowChange.Delete(FlowSelection selection) -> {
                    flows.removeIf(selection::includes);
                    yield true;
                }
            };
            if (!isDone) {
                return null;
            }
        }
        return flows;
    }

    private static boolean isSound(Flow flow) {
        return !flow.actions().contains(new Action.Group(2))
                && !(flow.actions().contains(new Action.GotoTable(2)) && flow.table() == 2);
    }

    private static boolean add(Flow flow, List<Flow> flows) {
        Predicate<Flow> overlaps = other -> other.table() == flow.table() && other.priority() == flow.priority()
                && overlap(other, flow);
        if (!isSound(flow)) {
            return false;
        }
        boolean isThere = flows.stream().anyMatch(flow::isSameRule);
        if (!isThere && flow.flags().contains(FlowFlag.CHECK_OVERLAP) && flows.stream().anyMatch(overlaps)) {
            return false;
        }
        flows.removeIf(flow::isSameRule);
        flows.add(flow);
        return true;
    }

    private static boolean overlap(Flow one, Flow other) {
        long[] oneKey = one.match().key();
        long[] otherKey = other.match().key();
        long[] oneMask = one.match().mask();
        long[] otherMask = other.match().mask();
        for (int word = 0; word < oneKey.length; word++) {
            if (((oneKey[word] ^ otherKey[word]) & oneMask[word] & otherMask[word]) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean modify(FlowChange.Modify change, List<Flow> flows) {
        if (flows.stream().noneMatch(change.flows()::includes) && change.otherwise().isPresent()) {
            return add(change.otherwise().get(), flows);
        }
        if (change.actions().contains(new Action.Group(2))) {
            return false;
        }
        for (int i = 0; i < flows.size(); i++) {
            Flow flow = flows.get(i);
            if (change.flows().includes(flow)) {
                flows.set(i, flow.withActions(change.actions()).withCookie(change.cookie().orElse(flow.cookie())));
                if (!isSound(flows.get(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
