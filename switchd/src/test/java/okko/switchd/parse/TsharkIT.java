package okko.switchd.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import okko.ringshm.capture.PcapngWriter;
import okko.switchd.flow.Field;
import okko.switchd.flow.FieldValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tshark, which shares no line with us, shows of a frame is what the parser finds there. */
@Timeout(120)
class TsharkIT {

    private static final int FRAMES = 5_000;

    /** Each field that tshark shows, and what it is called here. */
    private static final Map<String, Field> FIELDS = new LinkedHashMap<>();

    static {
        FIELDS.put("eth.dst", Field.DL_DST);
        FIELDS.put("eth.src", Field.DL_SRC);
        FIELDS.put("arp.opcode", Field.ARP_OP);
        FIELDS.put("arp.src.hw_mac", Field.ARP_SHA);
        FIELDS.put("arp.src.proto_ipv4", Field.ARP_SPA);
        FIELDS.put("arp.dst.hw_mac", Field.ARP_THA);
        FIELDS.put("arp.dst.proto_ipv4", Field.ARP_TPA);
        FIELDS.put("mpls.label", Field.MPLS_LABEL);
        FIELDS.put("mpls.exp", Field.MPLS_TC);
        FIELDS.put("mpls.bottom", Field.MPLS_BOS);
        FIELDS.put("mpls.ttl", Field.MPLS_TTL);
        FIELDS.put("ip.src", Field.NW_SRC);
        FIELDS.put("ip.dst", Field.NW_DST);
        FIELDS.put("ip.proto", Field.NW_PROTO);
        FIELDS.put("ip.dsfield.dscp", Field.IP_DSCP);
        FIELDS.put("ip.dsfield.ecn", Field.NW_ECN);
        FIELDS.put("ip.ttl", Field.NW_TTL);
        FIELDS.put("ipv6.src", Field.IPV6_SRC);
        FIELDS.put("ipv6.dst", Field.IPV6_DST);
        FIELDS.put("ipv6.flow", Field.IPV6_LABEL);
        FIELDS.put("ipv6.tclass.dscp", Field.IP_DSCP);
        FIELDS.put("ipv6.tclass.ecn", Field.NW_ECN);
        FIELDS.put("ipv6.hlim", Field.NW_TTL);
        FIELDS.put("tcp.srcport", Field.TP_SRC);
        FIELDS.put("tcp.dstport", Field.TP_DST);
        FIELDS.put("tcp.flags", Field.TCP_FLAGS);
        FIELDS.put("udp.srcport", Field.TP_SRC);
        FIELDS.put("udp.dstport", Field.TP_DST);
        FIELDS.put("sctp.srcport", Field.TP_SRC);
        FIELDS.put("sctp.dstport", Field.TP_DST);
        FIELDS.put("icmp.type", Field.ICMP_TYPE);
        FIELDS.put("icmp.code", Field.ICMP_CODE);
        FIELDS.put("icmpv6.type", Field.ICMP_TYPE);
        FIELDS.put("icmpv6.code", Field.ICMP_CODE);
        FIELDS.put("icmpv6.nd.ns.target_address", Field.ND_TARGET);
        FIELDS.put("icmpv6.nd.na.target_address", Field.ND_TARGET);
    }

    /** Fields that are compared in a way of their own; those of both kinds of tags, and of fragments. */
    private static final List<String> OTHERS = List.of("vlan.id", "vlan.priority", "ieee8021ad.id", "ieee8021ad.priority",
            "ip.flags.mf", "ip.frag_offset", "ipv6.fraghdr.more", "ipv6.fraghdr.offset");

    @TempDir
    private Path directory;

    @Test
    void shouldFindWhatTsharkShows() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "tshark is not installed");
        long seed = 4711;
        RandomFrames random = new RandomFrames(new Random(seed));
        List<byte[]> frames = Stream.generate(random::wellFormed).limit(FRAMES).toList();
        List<Map<String, String>> shown = dissect(frames);
        List<String> disagreements = new ArrayList<>();
        Map<String, Integer> compared = new TreeMap<>();
        try (ParserCheck parser = new ParserCheck(FlowKeyParser::parse)) {
            for (int i = 0; i < FRAMES; i++) {
                long[] key = parser.parse(frames.get(i)).key;
                if (isReadFurtherByTshark(key)) {
                    continue;
                }
                Map<String, String> fields = shown.get(i);
                String frame = HexFormat.of().formatHex(frames.get(i));
                FIELDS.forEach((name, field) -> {
                    if (fields.containsKey(name)) {
                        compared.merge(name, 1, Integer::sum);
                        if (!number(first(fields.get(name))).equals(field.read(key))) {
                            disagreements.add("%s: %s=%s, %s=%s".formatted(
                                    frame, name, fields.get(name), field.label(), field.read(key)));
                        }
                    }
                });
                if (!hasTwoServiceTags(frames.get(i)) && !tagsShown(fields).equals(tagsParsed(key))) {
                    disagreements.add(frame + ": tags " + tagsShown(fields));
                }
                boolean hasIp = fields.containsKey("ip.ttl") || fields.containsKey("ipv6.hlim");
                if (hasIp && fragmentShown(fields) != field(Field.IP_FRAG, key)) {
                    disagreements.add(frame + ": fragment bits " + fragmentShown(fields));
                }
            }
        }
        assertThat(disagreements).as("seed %d", seed).isEmpty();
        assertThat(compared).containsOnlyKeys(FIELDS.keySet());
        assertThat(compared.values()).allMatch(count -> count > 20);
    }

    private List<Map<String, String>> dissect(List<byte[]> frames) throws IOException, InterruptedException {
        Path file = directory.resolve("frames.pcapng");
        try (PcapngWriter writer = PcapngWriter.create(file)) {
            int port = writer.addInterface("port");
            for (byte[] frame : frames) {
                writer.write(port, 0, frame, frame.length, "");
            }
        }
        List<String> names = Stream.concat(FIELDS.keySet().stream(), OTHERS.stream()).toList();
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "-T", "fields",
                "-E", "occurrence=a", "-E", "separator=/t", "-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE"));
        names.forEach(name -> command.addAll(List.of("-e", name)));
        Process tshark = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<Map<String, String>> shown = new ArrayList<>();
        for (String line : new String(tshark.getInputStream().readAllBytes()).split("\n")) {
            String[] values = line.split("\t", -1);
            Map<String, String> fields = new TreeMap<>();
            for (int i = 0; i < names.size(); i++) {
                if (!values[i].isEmpty()) {
                    fields.put(names.get(i), values[i]);
                }
            }
            shown.add(fields);
        }
        assertThat(tshark.waitFor()).isZero();
        assertThat(shown).hasSize(frames.size());
        return shown;
    }

    /** Behind a third tag, and in an ICMP of the wrong version of IP, tshark goes on where we stop. */
    private static boolean isReadFurtherByTshark(long[] key) {
        long type = field(Field.DL_TYPE, key);
        long protocol = field(Field.NW_PROTO, key);
        return type == 0x8100 || type == 0x88a8 || type == 0x0800 && protocol == 58 || type == 0x86dd && protocol == 1;
    }

    /** These tshark shows by other names. */
    private static boolean hasTwoServiceTags(byte[] frame) {
        return (frame[12] & 0xff) == 0x88 && (frame[13] & 0xff) == 0xa8
                && (frame[16] & 0xff) == 0x88 && (frame[17] & 0xff) == 0xa8;
    }

    /** Outer before inner is not said where the two are of different kinds: so without order. */
    private static List<String> tagsShown(Map<String, String> fields) {
        List<String> tags = new ArrayList<>();
        for (String kind : List.of("vlan", "ieee8021ad")) {
            if (fields.containsKey(kind + ".id")) {
                String[] ids = fields.get(kind + ".id").split(",");
                String[] priorities = fields.get(kind + ".priority").split(",");
                for (int i = 0; i < ids.length; i++) {
                    tags.add(ids[i] + " " + priorities[i]);
                }
            }
        }
        return tags.stream().sorted().toList();
    }

    private static List<String> tagsParsed(long[] key) {
        List<String> tags = new ArrayList<>();
        if (field(Field.VLAN_TCI, key) != 0) {
            tags.add(field(Field.DL_VLAN, key) + " " + field(Field.DL_VLAN_PCP, key));
        }
        if (field(Field.VLAN_TCI1, key) != 0) {
            tags.add(field(Field.DL_VLAN1, key) + " " + field(Field.DL_VLAN_PCP1, key));
        }
        return tags.stream().sorted().toList();
    }

    private static long fragmentShown(Map<String, String> fields) {
        boolean isLater = anyNotZero(fields, "ip.frag_offset") || anyNotZero(fields, "ipv6.fraghdr.offset");
        boolean hasMore = anyNotZero(fields, "ip.flags.mf") || anyNotZero(fields, "ipv6.fraghdr.more");
        return isLater ? 3 : hasMore ? 1 : 0;
    }

    private static boolean anyNotZero(Map<String, String> fields, String name) {
        return fields.containsKey(name) && Arrays.stream(fields.get(name).split(","))
                .anyMatch(value -> !number(value).isZero());
    }

    private static long field(Field field, long[] key) {
        return field.read(key).low();
    }

    private static String first(String values) {
        return values.split(",")[0];
    }

    /** Reads a number, an address of Ethernet, IPv4 or IPv6, or a truth value. */
    private static FieldValue number(String text) {
        if (text.equals("True") || text.equals("False")) {
            return FieldValue.of(text.equals("True") ? 1 : 0);
        }
        if (text.contains(".") || text.contains(":") && text.split(":").length != 6 || text.contains("::")) {
            try { // an address, not a name: nothing is resolved
                return number("0x" + HexFormat.of().formatHex(InetAddress.getByName(text).getAddress()));
            } catch (UnknownHostException e) {
                throw new AssertionError(text, e);
            }
        }
        BigInteger number = text.contains(":")
                ? new BigInteger(text.replace(":", ""), 16)
                : text.startsWith("0x") ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
        return new FieldValue(number.shiftRight(64).longValue(), number.longValue());
    }
}
