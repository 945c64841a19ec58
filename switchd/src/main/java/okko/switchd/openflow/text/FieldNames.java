package okko.switchd.openflow.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okko.switchd.flow.Field;

/** Lists of fields in few words: {@code reg0...reg15 eth_{src,dst} vlan_{tci,vid,pcp}}. */
final class FieldNames {

    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d+)");

    /** Fields that are listed by another name than the one in a match. */
    private static final Map<Field, String> LONG_NAMES = Map.of(Field.DL_SRC, "eth_src", Field.DL_DST, "eth_dst",
            Field.DL_TYPE, "eth_type", Field.DL_VLAN_PCP, "vlan_pcp", Field.NW_SRC, "ip_src", Field.NW_DST, "ip_dst");

    /** Fields in the order of Open vSwitch; those that are not here come first, in their own. */
    private static final List<Field> ORDER = List.of(Field.DL_SRC, Field.DL_DST, Field.DL_TYPE, Field.VLAN_TCI,
            Field.VLAN_VID, Field.DL_VLAN_PCP, Field.MPLS_LABEL, Field.MPLS_TC, Field.MPLS_BOS, Field.MPLS_TTL,
            Field.NW_SRC, Field.NW_DST, Field.IPV6_SRC, Field.IPV6_DST, Field.IPV6_LABEL, Field.NW_PROTO, Field.NW_TOS,
            Field.IP_DSCP, Field.NW_ECN, Field.NW_TTL, Field.IP_FRAG, Field.ARP_OP, Field.ARP_SPA, Field.ARP_TPA,
            Field.ARP_SHA, Field.ARP_THA, Field.TCP_SRC, Field.TCP_DST, Field.TCP_FLAGS, Field.UDP_SRC, Field.UDP_DST,
            Field.SCTP_SRC, Field.SCTP_DST, Field.ICMP_TYPE, Field.ICMP_CODE, Field.ICMPV6_TYPE, Field.ICMPV6_CODE,
            Field.ND_TARGET, Field.ND_SLL, Field.ND_TLL);

    private static final List<Field> BEFORE = List.of(Field.METADATA, Field.IN_PORT, Field.PKT_MARK);

    private FieldNames() {}

    /**
     * Writes names of fields.
     *
     * @param fields   some
     * @param isWanted which of them
     * @return their names, as {@link #print(List)} does
     */
    static String print(Set<Field> fields, Predicate<Field> isWanted) {
        return print(fields.stream().filter(isWanted)
                .sorted(Comparator.comparingInt(FieldNames::rank).thenComparing(Comparator.naturalOrder()))
                .map(field -> LONG_NAMES.getOrDefault(field, field.label())).toList());
    }

    private static int rank(Field field) {
        int before = BEFORE.indexOf(field);
        return before >= 0 ? before : BEFORE.size() + ORDER.indexOf(field) + 1;
    }

    /**
     * Writes names.
     *
     * @param names in the order of the fields
     * @return the names, those with the same first part in braces, with blanks between
     */
    static String print(List<String> names) {
        return join(names, " ");
    }

    private static String join(List<String> names, String separator) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < names.size()) {
            int end = endOfRange(names, at);
            if (end > at + 1) {
                words.add(names.get(at) + "..." + names.get(end - 1));
                at = end;
                continue;
            }
            String prefix = prefix(names.get(at));
            end = at + 1;
            while (!prefix.isEmpty() && end < names.size() && prefix(names.get(end)).equals(prefix)) {
                end++;
            }
            if (end == at + 1) {
                words.add(names.get(at));
            } else {
                words.add(prefix + "{" + join(names.subList(at, end).stream()
                        .map(name -> name.substring(prefix.length())).toList(), ",") + "}");
            }
            at = end;
        }
        return String.join(separator, words);
    }

    /** The first part of a name, with its underscore; empty if it has one part. */
    private static String prefix(String name) {
        return name.substring(0, name.indexOf('_') + 1);
    }

    /** Where names end that differ in a number which grows by one. */
    private static int endOfRange(List<String> names, int start) {
        int end = start + 1;
        while (end < names.size() && isNext(names.get(end - 1), names.get(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNext(String name, String next) {
        Matcher one = NUMBERED.matcher(name);
        Matcher other = NUMBERED.matcher(next);
        return one.matches() && other.matches() && one.group(1).equals(other.group(1))
                && Integer.parseInt(one.group(2)) + 1 == Integer.parseInt(other.group(2));
    }
}
