package okko.switchd.datapath;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import okko.switchd.flow.Action;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import okko.switchd.flow.Group;
import okko.switchd.flow.Group.Bucket;
import okko.switchd.flow.Match;
import okko.switchd.flow.ReservedPort;

/**
 * Tables, groups and programs of one case, by numbers alone: each world makes its own filters and programs of them.
 *
 * @param rules    in order of addition
 * @param groups   by number; a bucket leads at most to a group of a higher number
 * @param deadPort of which the link is down
 */
record LawSpec(List<RuleSpec> rules, Map<Integer, Group> groups, int deadPort) {

    static final int TABLES = 4;
    static final int PORTS = 3;
    static final int PROGRAMS = 4;

    /** Instead of a period: matches odd Ethernet destinations. */
    static final int PURE_DESTINATION = 4;

    /** Instead of a period: matches odd IPv4 destinations of packets without a tag. */
    static final int PURE_ADDRESS = 5;

    /** The low bits that packets differ in. */
    private static final Map<Field, Integer> VALUES = new LinkedHashMap<>();

    static {
        VALUES.put(Field.IN_PORT, 4);
        VALUES.put(Field.METADATA, 4);
        VALUES.put(Field.REG0, 4);
        VALUES.put(Field.REG1, 4);
        VALUES.put(Field.DL_DST, 4);
        VALUES.put(Field.DL_SRC, 2);
        VALUES.put(Field.DL_VLAN, 3);
        VALUES.put(Field.DL_VLAN_PCP, 2);
        VALUES.put(Field.MPLS_LABEL, 2);
        VALUES.put(Field.NW_SRC, 4);
        VALUES.put(Field.NW_DST, 4);
        VALUES.put(Field.NW_TTL, 66);
        VALUES.put(Field.UDP_SRC, 2);
        VALUES.put(Field.UDP_DST, 4);
    }

    /**
     * A rule.
     *
     * @param period its filter matches every time that it has been asked so often; 0 for no filter,
     *               {@link #PURE_DESTINATION} or {@link #PURE_ADDRESS} for one that keeps nothing in mind
     */
    record RuleSpec(int number, int table, int priority, Map<Field, Long> wanted, Match match, int period,
            List<Action> actions) {}

    static LawSpec random(Random random) {
        List<RuleSpec> rules = new ArrayList<>();
        for (int table = 0; table < TABLES; table++) {
            for (int i = random.nextInt(5) + (table == 0 ? 1 : 0); i > 0; i--) {
                rules.add(rule(rules.size(), table, random));
            }
        }
        Map<Integer, Group> groups = new LinkedHashMap<>();
        for (int id = 1; id <= 3; id++) {
            groups.put(id, group(id, random));
        }
        return new LawSpec(rules, groups, random.nextInt(PORTS + 1));
    }

    private static RuleSpec rule(int number, int table, Random random) {
        Map<Field, Long> wanted = new LinkedHashMap<>();
        Match match = Match.ANY;
        List<Field> fields = List.copyOf(VALUES.keySet());
        for (int i = random.nextInt(3); i > 0; i--) {
            Field field = fields.get(random.nextInt(fields.size()));
            long value = random.nextInt(VALUES.get(field));
            if (wanted.putIfAbsent(field, value) == null) {
                match = match.with(field, value);
                match = withNeeds(field, wanted, match);
            }
        }
        int period = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 0;
        return new RuleSpec(number, table, random.nextInt(3), wanted, match, period, actions(table, random));
    }

    private static Match withNeeds(Field field, Map<Field, Long> wanted, Match match) {
        return switch (field) {
            case NW_SRC, NW_DST, NW_TTL -> needs(Field.DL_TYPE, 0x0800, wanted, match);
            case UDP_SRC, UDP_DST -> needs(Field.NW_PROTO, 17, wanted, needs(Field.DL_TYPE, 0x0800, wanted, match));
            case MPLS_LABEL -> wanted.containsKey(Field.DL_TYPE) ? match
                    : needs(Field.DL_TYPE, 0x8847, wanted, match);
            default -> match;
        };
    }

    private static Match needs(Field field, long value, Map<Field, Long> wanted, Match match) {
        return wanted.putIfAbsent(field, value) == null ? match.with(field, value) : match;
    }

    private static List<Action> actions(int table, Random random) {
        List<Action> actions = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            actions.add(action(table, random));
        }
        if (table < TABLES - 1 && random.nextInt(3) == 0) {
            actions.add(new Action.GotoTable(table + 1 + random.nextInt(TABLES - 1 - table)));
        }
        return actions;
    }

    private static Action action(int table, Random random) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> output(random);
            case 4, 5, 6 -> setField(random);
            case 7 -> random.nextBoolean()
                    ? new Action.Move(Field.NW_SRC, 0, Field.REG0, 0, 2)
                    : new Action.Move(Field.REG0, 0, Field.NW_DST, 1, 1);
            case 8 -> new Action.Move(Field.METADATA, 0, Field.REG1, 0, 32);
            case 9 -> random.nextBoolean() ? new Action.PopVlan() : new Action.PushVlan(0x8100);
            case 10 -> random.nextBoolean() ? new Action.SetVlan(Field.DL_VLAN, random.nextInt(3)) : new Action.DecTtl();
            case 11, 12, 13 -> resubmit(table, random);
            case 14 -> new Action.WriteActions(List.of(setAction(random), setAction(random)));
            case 15 -> random.nextBoolean() ? new Action.ClearActions() : new Action.WriteMetadata(random.nextInt(4), 3);
            case 16 -> new Action.Group(1 + random.nextInt(3));
            case 17 -> random.nextBoolean() ? new Action.PushMpls(0x8847) : new Action.PopMpls(0x0800);
            default -> new Action.Program(1 + random.nextInt(PROGRAMS));
        };
    }

    private static Action output(Random random) {
        return random.nextInt(8) == 0
                ? new Action.Output(ReservedPort.IN_PORT)
                : new Action.Output(1 + random.nextInt(PORTS + 1));
    }

    /** To a later table; seldom to any, which may go round in circles. */
    private static Action resubmit(int table, Random random) {
        OptionalInt port = random.nextInt(4) == 0 ? OptionalInt.of(random.nextInt(4)) : OptionalInt.empty();
        int to = table < TABLES - 1 ? table + 1 + random.nextInt(TABLES - 1 - table) : TABLES;
        return new Action.Resubmit(port, OptionalInt.of(random.nextInt(100) == 0 ? random.nextInt(TABLES) : to));
    }

    private static Action setField(Random random) {
        List<Field> fields = List.copyOf(VALUES.keySet());
        Field field = fields.get(random.nextInt(fields.size()));
        long mask = field == Field.NW_TTL || random.nextBoolean() ? field.exactMask().low() : 1;
        long value = field == Field.NW_TTL ? 1 + random.nextInt(65) : random.nextInt(VALUES.get(field));
        return new Action.SetField(field, FieldValue.of(value & mask), FieldValue.of(mask));
    }

    private static Action setAction(Random random) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> output(random);
            case 2 -> new Action.Group(1 + random.nextInt(3));
            case 3 -> new Action.PopVlan();
            case 4 -> new Action.DecTtl();
            default -> setField(random);
        };
    }

    private static Group group(int id, Random random) {
        Group.Type type = Group.Type.values()[random.nextInt(4)];
        List<Bucket> buckets = new ArrayList<>();
        for (int i = type == Group.Type.INDIRECT ? 1 : 1 + random.nextInt(3); i > 0; i--) {
            List<Action> actions = new ArrayList<>(List.of(output(random)));
            if (random.nextBoolean()) {
                actions.add(id < 3 && random.nextInt(3) == 0 ? new Action.Group(id + 1) : setField(random));
            }
            // Only one of the buckets of a group that selects has weight: nobody else knows the hash.
            int weight = type == Group.Type.SELECT && !buckets.isEmpty() ? 0 : 1;
            buckets.add(new Bucket(weight, 1 + random.nextInt(PORTS), Bucket.WATCH_NOTHING, actions));
        }
        return new Group(id, type, buckets);
    }
}
