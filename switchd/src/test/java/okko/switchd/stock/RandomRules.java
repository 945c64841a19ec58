package okko.switchd.stock;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Tables and groups of one case in the words of ovs-ofctl; a rule writes only what its match says is there. */
public final class RandomRules {

    static final int PORTS = 4;

    private static final int TABLES = 4;
    private static final int GROUPS = 3;

    private final Random random;
    private final List<String> flows = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();

    /** What the rule at hand knows of its packets. */
    private Kind kind;
    private boolean isTagged;
    private boolean hasPushed;

    /** Rules have action sets, or else labels and groups that select: Open vSwitch 3.1.0 dies of some with both. */
    private final boolean hasSets;

    /** What a rule's packets are. */
    private enum Kind {
        ANY(""),
        IP("ip"),
        TCP("tcp"),
        UDP("udp"),
        SCTP("sctp"),
        ICMP("icmp"),
        ARP("arp"),
        IPV6("ipv6"),
        TCP6("tcp6"),
        UDP6("udp6"),
        ICMP6("icmp6"),
        MPLS("mpls");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        boolean isIpv4() {
            return compareTo(IP) >= 0 && compareTo(ICMP) <= 0;
        }

        boolean isIpv6() {
            return compareTo(IPV6) >= 0 && compareTo(ICMP6) <= 0;
        }

        String transport() {
            return switch (this) {
                case TCP, TCP6 -> "tcp";
                case UDP, UDP6 -> "udp";
                case SCTP -> "sctp";
                default -> "";
            };
        }
    }

    public RandomRules(Random random) {
        this.random = random;
        hasSets = random.nextBoolean();
        for (int id = GROUPS; id >= 1; id--) {
            groups.add(group(id)); // those that others lead to come first
        }
        for (int table = 0; table < TABLES; table++) {
            for (int i = 2 + random.nextInt(6); i > 0; i--) {
                flows.add(flow(table));
            }
            if (random.nextInt(3) > 0) {
                isTagged = false;
                flows.add(rule(table, 0, Kind.ANY, List.of()));
            }
        }
    }

    public List<String> groups() {
        return groups;
    }

    public List<String> flows() {
        return flows;
    }

    private String flow(int table) {
        Kind[] kinds = Kind.values();
        Kind chosen = kinds[random.nextInt(kinds.length)];
        if (random.nextInt(3) == 0) {
            chosen = Kind.ANY;
        }
        List<String> match = new ArrayList<>();
        isTagged = false;
        for (int i = random.nextInt(4); i > 0; i--) {
            String field = field(chosen);
            String name = field.substring(0, field.indexOf('='));
            boolean isTag = name.contains("vlan");
            boolean isDouble = match.stream().anyMatch(other -> other.startsWith(name + "=")
                    || isTag && other.contains("vlan"));
            if (!isDouble) {
                match.add(field);
                isTagged |= isTag && !field.contains("0x0000");
            }
        }
        return rule(table, 1 + random.nextInt(1000), chosen, match);
    }

    private String rule(int table, int priority, Kind chosen, List<String> match) {
        kind = chosen;
        hasPushed = false;
        StringBuilder text = new StringBuilder("table=%d,priority=%d".formatted(table, priority));
        if (!kind.word.isEmpty()) {
            text.append(',').append(kind.word);
        }
        match.forEach(field -> text.append(',').append(field));
        return text.append(",actions=").append(actions(table)).toString();
    }

    private String field(Kind of) {
        List<Supplier<String>> choices = new ArrayList<>(List.of(
                () -> "in_port=" + port(),
                () -> "dl_src=" + mac() + macMask(),
                () -> "dl_dst=" + mac() + macMask(),
                () -> "dl_vlan=" + random.nextInt(3),
                () -> "dl_vlan_pcp=" + random.nextInt(3),
                () -> random.nextBoolean() ? "vlan_tci=0x1000/0x1000" : "vlan_tci=0x0000",
                () -> "metadata=%d/3".formatted(random.nextInt(4)),
                () -> "reg%d=%d".formatted(random.nextInt(3), random.nextInt(4)),
                () -> "reg%d=%d/0x1".formatted(random.nextInt(3), random.nextInt(2))));
        if (of.isIpv4()) {
            choices.add(() -> "nw_src=" + address() + addressMask());
            choices.add(() -> "nw_dst=" + address() + addressMask());
        } else if (of.isIpv6()) {
            choices.add(() -> "ipv6_src=" + address6() + (random.nextBoolean() ? "" : "/127"));
            choices.add(() -> "ipv6_dst=" + address6() + (random.nextBoolean() ? "" : "/::1"));
            choices.add(() -> "ipv6_label=" + random.nextInt(3));
        }
        if (of.isIpv4() || of.isIpv6()) {
            choices.add(() -> "nw_tos=" + (random.nextInt(3) << 2 | random.nextInt(3) << 6));
            choices.add(() -> "nw_ecn=" + random.nextInt(2));
            choices.add(() -> "nw_ttl=" + (random.nextBoolean() ? 64 : 1 + random.nextInt(2)));
            boolean isBelow = of == Kind.IP || of == Kind.IPV6; // later fragments have no ports to match
            choices.add(() -> "ip_frag="
                    + List.of("no", "first", "not_later", "later", "yes").get(random.nextInt(isBelow ? 5 : 3)));
        }
        if (!of.transport().isEmpty()) {
            for (int i = 0; i < 3; i++) {
                choices.add(() -> of.transport() + "_src=" + random.nextInt(4) + (random.nextBoolean() ? "" : "/0x2"));
                choices.add(() -> of.transport() + "_dst=" + random.nextInt(4) + (random.nextBoolean() ? "" : "/0x1"));
            }
        }
        switch (of) {
            case TCP, TCP6 -> choices.add(() -> random.nextBoolean() ? "tcp_flags=+syn-ack" : "tcp_flags=0x002/0x002");
            case ICMP -> choices.add(() -> "icmp_type=" + (random.nextBoolean() ? 8 : 0));
            case ICMP6 -> choices.add(() -> "icmp_type=" + (128 + random.nextInt(2)));
            case ARP -> {
                choices.add(() -> "arp_op=" + (1 + random.nextInt(2)));
                choices.add(() -> "arp_spa=" + address() + addressMask());
                choices.add(() -> "arp_tpa=" + address());
                choices.add(() -> "arp_sha=" + mac());
            }
            case MPLS -> {
                choices.add(() -> "mpls_label=" + (16 + random.nextInt(3)));
                choices.add(() -> "mpls_tc=" + random.nextInt(3));
                choices.add(() -> "mpls_bos=" + random.nextInt(2));
            }
            default -> { }
        }
        return choices.get(random.nextInt(choices.size())).get();
    }

    private String actions(int table) {
        List<String> actions = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            actions.add(action(table));
        }
        if (random.nextInt(6) == 0) {
            actions.add("clear_actions");
        }
        if (hasSets && random.nextInt(3) == 0) {
            actions.add("write_actions(%s,%s)".formatted(written(), output()));
        }
        if (random.nextInt(6) == 0) {
            actions.add("write_metadata:0x%x/0x3".formatted(random.nextInt(4)));
        }
        if (table < TABLES - 1 && random.nextInt(2) == 0) {
            actions.add("goto_table:" + (table + 1 + random.nextInt(TABLES - 1 - table)));
        }
        return actions.isEmpty() ? "drop" : String.join(",", actions);
    }

    private String action(int table) {
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> output();
            case 4 -> tag();
            case 5 -> label();
            case 6 -> kind.isIpv4() || kind.isIpv6() ? "dec_ttl" : output();
            case 7, 8 -> table < TABLES - 1
                    ? "resubmit(%s,%d)".formatted(random.nextInt(4) == 0 ? String.valueOf(port()) : "",
                            table + 1 + random.nextInt(TABLES - 1 - table))
                    : output();
            case 9 -> "group:" + (1 + random.nextInt(GROUPS));
            case 10 -> random.nextBoolean()
                    ? "move:NXM_OF_ETH_SRC[0..1]->NXM_NX_REG%d[0..1]".formatted(random.nextInt(3))
                    : "load:%d->NXM_NX_REG%d[]".formatted(random.nextInt(4), random.nextInt(3));
            case 11 -> random.nextBoolean()
                    ? "move:NXM_NX_REG%d[0..1]->NXM_OF_ETH_DST[0..1]".formatted(random.nextInt(3))
                    : "load:%d->NXM_OF_ETH_SRC[0..3]".formatted(random.nextInt(4));
            default -> setField();
        };
    }

    private String written() {
        return switch (random.nextInt(4)) {
            case 0 -> "set_field:%s->eth_src".formatted(mac());
            case 1 -> kind.isIpv4() || kind.isIpv6() ? "dec_ttl" : "set_field:%s->eth_dst".formatted(mac());
            case 2 -> "group:" + (1 + random.nextInt(GROUPS));
            default -> setField();
        };
    }

    private String tag() {
        if (isTagged) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    isTagged = false;
                    return "pop_vlan";
                }
                case 1 -> {
                    return "set_field:%d->vlan_vid".formatted(0x1000 + random.nextInt(3));
                }
                case 2 -> {
                    return "set_field:%d->vlan_pcp".formatted(random.nextInt(3));
                }
                default -> { }
            }
        }
        if (hasPushed) { // Open vSwitch refuses a rule that pushes a third tag
            return output();
        }
        hasPushed = true;
        isTagged = true;
        return "push_vlan:0x8100,set_field:%d->vlan_vid,set_field:%d->vlan_pcp".formatted(
                0x1000 + random.nextInt(3), random.nextInt(3));
    }

    private String label() {
        if (hasSets) {
            return output();
        }
        if (kind != Kind.MPLS) {
            if (random.nextInt(3) > 0 || kind == Kind.ANY) {
                return output();
            }
            kind = Kind.MPLS;
            return "push_mpls:0x8847,set_field:%d->mpls_label".formatted(16 + random.nextInt(3));
        }
        return switch (random.nextInt(5)) {
            case 0 -> {
                kind = Kind.IP;
                yield "pop_mpls:0x0800";
            }
            case 1 -> "dec_mpls_ttl";
            case 2 -> "set_field:%d->mpls_tc".formatted(random.nextInt(3));
            case 3 -> "set_field:%d->mpls_ttl".formatted(1 + random.nextInt(64));
            default -> "set_field:%d->mpls_label".formatted(16 + random.nextInt(3));
        };
    }

    private String setField() {
        List<String> choices = new ArrayList<>(List.of(
                "set_field:%s->eth_src".formatted(mac()),
                "set_field:%s/00:00:00:00:00:03->eth_dst".formatted("00:00:00:00:00:0" + random.nextInt(4)),
                "set_field:%d->reg%d".formatted(random.nextInt(4), random.nextInt(3)),
                "set_field:%d/0x1->reg%d".formatted(random.nextInt(2), random.nextInt(3)),
                "set_field:%d->metadata".formatted(random.nextInt(4))));
        if (kind.isIpv4()) {
            choices.add("set_field:%s->ip_src".formatted(address()));
            choices.add("set_field:0.0.0.%d/0.0.0.3->ip_dst".formatted(random.nextInt(4)));
        } else if (kind.isIpv6()) {
            choices.add("set_field:%s->ipv6_src".formatted(address6()));
            choices.add("set_field:::%d/::3->ipv6_dst".formatted(random.nextInt(4)));
            choices.add("set_field:%d->ipv6_label".formatted(random.nextInt(3)));
        }
        if (kind.isIpv4() || kind.isIpv6()) {
            choices.add("mod_nw_tos:" + (random.nextInt(3) << 2));
            choices.add("set_field:%d->nw_ecn".formatted(random.nextInt(2)));
            choices.add("mod_nw_ttl:" + (1 + random.nextInt(64)));
        }
        if (!kind.transport().isEmpty()) {
            choices.add("set_field:%d->%s_src".formatted(random.nextInt(4), kind.transport()));
            choices.add("set_field:%d/0x3->%s_dst".formatted(random.nextInt(4), kind.transport()));
        }
        if (kind == Kind.ARP) {
            choices.add("set_field:%d->arp_op".formatted(1 + random.nextInt(2)));
            choices.add("set_field:%s->arp_spa".formatted(address()));
            choices.add("set_field:%s->arp_tpa".formatted(address()));
            choices.add("set_field:%s->arp_sha".formatted(mac()));
            choices.add("set_field:%s->arp_tha".formatted(mac()));
        }
        if (kind == Kind.ICMP) {
            choices.add("set_field:%d->icmp_type".formatted(8 * random.nextInt(2)));
        }
        return choices.get(random.nextInt(choices.size()));
    }

    private String output() {
        return switch (random.nextInt(10)) {
            case 0 -> "in_port";
            case 1 -> "all";
            default -> "output:" + (1 + random.nextInt(PORTS));
        };
    }

    private String group(int id) {
        kind = Kind.ANY;
        isTagged = false;
        String type = List.of("all", "indirect", "ff", "select").get(random.nextInt(hasSets ? 3 : 4));
        StringBuilder text = new StringBuilder("group_id=%d,type=%s".formatted(id, type));
        for (int i = type.equals("indirect") ? 1 : 1 + random.nextInt(3); i > 0; i--) {
            text.append(",bucket=");
            if (type.equals("select")) { // only one of them is ever chosen: nobody else knows the hash
                text.append(i == 1 ? "weight:1," : "weight:0,");
            } else if (type.equals("ff")) {
                text.append("watch_port:").append(1 + random.nextInt(PORTS)).append(',');
            }
            text.append("actions=");
            if (random.nextBoolean()) {
                text.append(setField()).append(',');
            }
            boolean leadsOn = id < GROUPS && random.nextInt(4) == 0;
            text.append(leadsOn ? "group:" + (id + 1) : "output:" + (1 + random.nextInt(PORTS)));
        }
        return text.toString();
    }

    private int port() {
        return 1 + random.nextInt(3);
    }

    private String mac() {
        return "02:00:00:00:00:0" + random.nextInt(4);
    }

    private String macMask() {
        return random.nextInt(3) == 0 ? "/ff:ff:ff:ff:ff:fe" : "";
    }

    private String address() {
        return "10.0.0." + random.nextInt(4);
    }

    private String addressMask() {
        return List.of("", "/31", "/8", "/255.255.255.253").get(random.nextInt(4));
    }

    private String address6() {
        return "fd00::" + random.nextInt(4);
    }
}
