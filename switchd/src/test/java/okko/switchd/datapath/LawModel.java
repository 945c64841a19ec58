package okko.switchd.datapath;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okko.switchd.datapath.LawSpec.RuleSpec;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.Group;
import okko.switchd.flow.Group.Bucket;
import okko.switchd.flow.ReservedPort;
import okko.switchd.packet.DropReason;
import okko.switchd.packet.PacketProgram.Verdict;

/** What OpenFlow says, done for one packet after the other, one action after the other, with no thought of speed. */
final class LawModel {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_RESUBMITS = 4096;

    /** A case that has more tags or labels than the model knows about. */
    static final class OutOfScope extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private final LawSpec spec;
    private final LawPrograms programs = new LawPrograms();
    private final Map<Integer, Integer> asked = new HashMap<>();
    private final LawLog log = new LawLog();

    LawModel(LawSpec spec) {
        this.spec = spec;
    }

    String run(List<LawPacket> packets) {
        for (LawPacket packet : packets) {
            Way way = new Way(packet.copy(), new HashMap<>(), new int[1]);
            goTo(0, 0, true, way);
            way.finish(DropReason.FLOW_DROP);
        }
        return log.text();
    }

    /** One packet, or one copy of it that a bucket has. */
    private final class Way {

        private final LawPacket packet;
        private final Map<Integer, Boolean> answers;
        private final int[] resubmits;
        private final Map<Object, Action> set = new TreeMap<>(Comparator.comparing(Object::toString));
        private int ends;
        private boolean isOver;

        Way(LawPacket packet, Map<Integer, Boolean> answers, int[] resubmits) {
            this.packet = packet;
            this.answers = answers;
            this.resubmits = resubmits;
        }

        Way copy() {
            ends++;
            return new Way(packet.copy(), new HashMap<>(answers), resubmits.clone());
        }

        void output(int port) {
            ends++;
            if (port == packet.inPort) {
                log.drop(DropReason.OUTPUT_TO_INPUT);
            } else {
                sendTo(port);
            }
        }

        void sendTo(int port) {
            if (port > LawSpec.PORTS || port < 1) {
                log.drop(DropReason.NO_SUCH_PORT);
            } else {
                log.sent(port, packet);
            }
        }

        void abandon(DropReason reason) {
            log.drop(reason);
            isOver = true;
            ends++;
        }

        /** The end of the pipeline; the action set comes last. */
        void finish(DropReason ifSentNowhere) {
            if (!isOver && !set.isEmpty()) {
                List<Action> actions = inOrder(set.values());
                set.clear();
                execute(actions, 0, 0, true, this);
            }
            isOver = true;
            if (ends == 0) {
                log.drop(ifSentNowhere);
                ends++;
            }
        }
    }

    private RuleSpec find(int table, int inPort, Way way) {
        LawPacket seen = way.packet.copy();
        seen.inPort = inPort;
        List<RuleSpec> ordered = spec.rules().stream()
                .filter(rule -> rule.table() == table)
                .sorted(Comparator.comparingInt(RuleSpec::priority).reversed())
                .toList();
        for (RuleSpec rule : ordered) {
            if (matches(rule, seen) && filterMatches(rule, way)) {
                return rule;
            }
        }
        return null;
    }

    private static boolean matches(RuleSpec rule, LawPacket packet) {
        return rule.wanted().entrySet().stream().allMatch(wanted -> {
            Field field = wanted.getKey();
            boolean isPart = field == Field.DL_VLAN || field == Field.DL_VLAN_PCP;
            return packet.value(field) == wanted.getValue() && (!isPart || packet.has(field));
        });
    }

    private boolean filterMatches(RuleSpec rule, Way way) {
        return rule.period() == 0 || way.answers.computeIfAbsent(rule.number(), number -> {
            if (rule.period() == LawSpec.PURE_DESTINATION) {
                return (way.packet.value(Field.DL_DST) & 1) == 1;
            }
            if (rule.period() == LawSpec.PURE_ADDRESS) {
                return way.packet.tags.isEmpty() && (way.packet.value(Field.NW_DST) & 1) == 1;
            }
            log.asked(number, way.packet);
            return asked.merge(number, 1, Integer::sum) % rule.period() == 0;
        });
    }

    private void goTo(int table, int depth, boolean isTail, Way way) {
        RuleSpec rule = find(table, way.packet.inPort, way);
        if (rule != null) {
            execute(rule.actions(), table, depth, isTail, way);
        } else if (depth == 0) {
            way.set.clear();
            way.finish(DropReason.TABLE_MISS);
        }
    }

    private void resubmit(Action.Resubmit resubmit, int depth, boolean isTail, Way way) {
        if (depth == MAX_DEPTH || way.resubmits[0] == MAX_RESUBMITS) {
            way.abandon(DropReason.TOO_DEEP);
            return;
        }
        way.resubmits[0]++;
        int table = resubmit.table().getAsInt();
        RuleSpec rule = find(table, resubmit.port().orElse(way.packet.inPort), way);
        if (rule != null) {
            execute(rule.actions(), table, depth + 1, isTail, way);
        }
    }

    /** Whether nothing comes behind the actions is what {@code isTail} says. */
    private void execute(List<Action> actions, int table, int depth, boolean isTail, Way way) {
        for (int i = 0; i < actions.size() && !way.isOver; i++) {
            execute(actions.get(i), depth, isTail && i == actions.size() - 1, way);
        }
    }

    private void execute(Action action, int depth, boolean isLast, Way way) {
        LawPacket packet = way.packet;
        switch (action) {
            case Action.Output(int port) -> {
                if (port == ReservedPort.IN_PORT) {
                    way.ends++;
                    way.sendTo(packet.inPort);
                } else {
                    way.output(port);
                }
            }
            case Action.SetField set -> packet.set(set.field(), set.value().low(), set.mask().low());
            case Action.Move move -> move(move, packet);
            case Action.SetVlan(Field field, int value) -> {
                if (packet.tags.isEmpty()) {
                    packet.tags.add(0);
                }
                packet.set(field, value, -1);
            }
            case Action.PushVlan _ -> {
                packet.tags.addFirst(packet.tags.isEmpty() ? 0 : packet.tags.getFirst());
                stayInScope(packet);
            }
            case Action.PopVlan _ -> {
                if (!packet.tags.isEmpty()) {
                    packet.tags.removeFirst();
                }
            }
            case Action.PushMpls _ -> {
                packet.pushLabel();
                stayInScope(packet);
            }
            case Action.PopMpls _ -> {
                if (!packet.labels.isEmpty()) {
                    packet.labels.removeFirst();
                }
            }
            case Action.DecTtl _ -> {
                if (packet.isIp() && packet.timeToLive <= 1) {
                    way.abandon(DropReason.TTL_EXPIRED);
                } else if (packet.isIp()) {
                    packet.timeToLive--;
                }
            }
            case Action.Resubmit resubmit -> resubmit(resubmit, depth, isLast, way);
            case Action.GotoTable(int table) -> goTo(table, depth, isLast, way);
            case Action.Group(int id) -> group(spec.groups().get(id), isLast, way);
            case Action.Program(int id) -> program(id, way);
            case Action.ClearActions _ -> way.set.clear();
            case Action.WriteActions(List<Action> actions) -> actions.forEach(each -> way.set.put(kind(each), each));
            case Action.WriteMetadata(long value, long mask) -> packet.set(Field.METADATA, value, mask);
            case Action.Controller _, Action.Drop _, Action.DecMplsTtl _, Action.Through _, Action.Meter _,
                    Action.Enqueue _, Action.OutputRegister _, Action.Load _, Action.Clone _, Action.Exit _,
                    Action.Note _, Action.SetQueue _, Action.PopQueue _, Action.SendMaps _ ->
                throw new AssertionError(action);
        }
    }

    private static void stayInScope(LawPacket packet) {
        if (packet.tags.size() > 2 || packet.labels.size() > 1) {
            throw new OutOfScope();
        }
    }

    private static void move(Action.Move move, LawPacket packet) {
        if (packet.has(move.from()) && packet.has(move.to())) {
            long ones = (1L << move.bits()) - 1;
            long value = packet.value(move.from()) >>> move.fromBit() & ones;
            packet.set(move.to(), value << move.toBit(), ones << move.toBit());
        }
    }

    private void program(int id, Way way) {
        Verdict verdict = programs.run(id, way.packet);
        if (verdict == Verdict.DROP) {
            way.abandon(DropReason.PROGRAM_DROP);
        } else if (verdict == Verdict.OUTPUT) {
            way.output(2);
            way.isOver = true;
        }
    }

    private void group(Group group, boolean isLast, Way way) {
        List<Bucket> used = group.buckets().stream()
                .filter(bucket -> switch (group.type()) {
                    case ALL, INDIRECT -> true;
                    case SELECT -> bucket.weight() > 0 && bucket.watchPort() != spec.deadPort();
                    case FAST_FAILOVER -> bucket.watchPort() != spec.deadPort();
                })
                .toList();
        if (used.isEmpty()) {
            return;
        }
        Way inside = isLast && way.set.isEmpty() ? way : way.copy();
        if (group.type() == Group.Type.ALL) {
            for (Bucket bucket : used.subList(0, used.size() - 1)) {
                Way copy = inside.copy();
                copy.set.clear();
                bucket(bucket, copy);
            }
            bucket(used.getLast(), inside);
        } else {
            bucket(used.getFirst(), inside);
        }
    }

    private void bucket(Bucket bucket, Way way) {
        Map<Object, Action> set = new TreeMap<>(Comparator.comparing(Object::toString));
        bucket.actions().forEach(action -> set.put(kind(action), action));
        execute(inOrder(set.values()), 0, 0, true, way);
        way.finish(DropReason.FLOW_DROP);
    }

    private static Object kind(Action action) {
        return switch (action) {
            case Action.SetField set -> set.field();
            case Action.Output _ -> "output";
            default -> action.getClass();
        };
    }

    /** OpenFlow 1.3, 5.10. */
    private static List<Action> inOrder(Iterable<Action> set) {
        List<Action> ordered = new ArrayList<>();
        set.forEach(ordered::add);
        boolean hasGroup = ordered.stream().anyMatch(Action.Group.class::isInstance);
        ordered.removeIf(action -> hasGroup && action instanceof Action.Output);
        ordered.sort(Comparator.comparing(action -> switch (action) {
            case Action.PopVlan _ -> 0;
            case Action.DecTtl _ -> 1;
            case Action.SetField _ -> 2;
            default -> 3;
        }));
        return ordered;
    }
}
