package okko.switchd.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IPv4 and IPv6 addresses as text: the dotted quad, and RFC 4291, 2.2, printed as RFC 5952 says. */
final class IpAddressText {

    private static final Pattern IPV4 =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern IPV6_GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final int GROUPS = 8;
    private static final int GROUP_BITS = 16;

    private IpAddressText() {}

    /**
     * Reads an IPv4 address.
     *
     * @param text four numbers with dots between
     * @return the address, the first number in its top bits
     * @throws NumberFormatException if the text is none
     */
    static int readIpv4(String text) {
        Matcher octets = IPV4.matcher(text);
        if (!octets.matches()) {
            throw new NumberFormatException(text);
        }
        int address = 0;
        for (int group = 1; group <= octets.groupCount(); group++) {
            int octet = Integer.parseInt(text, octets.start(group), octets.end(group), 10);
            if (octet > 0xff) {
                throw new NumberFormatException(text);
            }
            address = address << 8 | octet;
        }
        return address;
    }

    static String printIpv4(int address) {
        return "%d.%d.%d.%d".formatted(
                address >>> 24, address >>> 16 & 0xff, address >>> 8 & 0xff, address & 0xff);
    }

    /**
     * Reads an IPv6 address, also one whose last 32 bits are written as an IPv4 address.
     *
     * @param text groups of hexadecimal digits; {@code ::} at most once, for one or more groups of 0
     * @return the address
     * @throws NumberFormatException if the text is none
     */
    static FieldValue readIpv6(String text) {
        int gap = text.indexOf("::");
        List<Integer> before = groups(gap < 0 ? text : text.substring(0, gap));
        List<Integer> after = gap < 0 ? List.of() : groups(text.substring(gap + 2));
        int given = before.size() + after.size();
        if (gap < 0 ? given != GROUPS : given >= GROUPS || text.lastIndexOf('.', gap) >= 0) {
            throw new NumberFormatException(text);
        }
        FieldValue address = FieldValue.ZERO;
        for (int group = 0; group < GROUPS; group++) {
            int fromEnd = GROUPS - group;
            int value = group < before.size() ? before.get(group)
                    : fromEnd <= after.size() ? after.get(after.size() - fromEnd) : 0;
            address = address.shiftLeft(GROUP_BITS).or(FieldValue.of(value));
        }
        return address;
    }

    private static List<Integer> groups(String text) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return groups;
        }
        String[] words = text.split(":", -1);
        for (int i = 0; i < words.length; i++) {
            if (i == words.length - 1 && words[i].contains(".")) {
                int ipv4 = readIpv4(words[i]);
                groups.addAll(List.of(ipv4 >>> GROUP_BITS, ipv4 & 0xffff));
            } else if (IPV6_GROUP.matcher(words[i]).matches()) {
                groups.add(Integer.parseInt(words[i], 16));
            } else {
                throw new NumberFormatException(text);
            }
        }
        return groups;
    }

    static String printIpv6(FieldValue address) {
        int[] groups = new int[GROUPS];
        Arrays.setAll(groups, i -> (int) address.shiftRight((GROUPS - 1 - i) * GROUP_BITS).low() & 0xffff);
        int gap = 0;
        int gapEnd = 0;
        for (int start = 0; start < GROUPS; start++) {
            int end = start;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - start > gapEnd - gap) {
                gap = start;
                gapEnd = end;
            }
        }
        return gapEnd - gap < 2 // a single group of 0 is written as such
                ? print(groups, 0, GROUPS)
                : print(groups, 0, gap) + "::" + print(groups, gapEnd, GROUPS);
    }

    private static String print(int[] groups, int start, int end) {
        List<String> words = new ArrayList<>();
        for (int i = start; i < end; i++) {
            words.add(Integer.toHexString(groups[i]));
        }
        return String.join(":", words);
    }
}
