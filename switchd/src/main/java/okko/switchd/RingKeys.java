package okko.switchd;

import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okko.ringshm.attach.TrustMode;
import okko.ringshm.kernel.UserAccount;
import okko.ringshm.layout.RingDescriptor;
import okko.ringshm.pool.PoolConfig;
import okko.switchd.port.PortSpec;
import okko.switchd.port.RingPolicy;

/** Reads the keys of a ring port in a configuration file, and checks that they fit together. */
final class RingKeys {

    private static final int MAX_RESULT = 255;

    private RingKeys() {}

    static PortSpec read(ConfigNode node) {
        int capacity = node.integer("capacity", PortSpec.Ring.DEFAULT_CAPACITY, RingDescriptor.MIN_CAPACITY,
                RingDescriptor.MAX_CAPACITY);
        if (!RingDescriptor.isValidCapacity(capacity)) {
            node.report("capacity", "expected a power of two, found " + capacity);
        }
        int quota = node.integer("quota", 2 * capacity, 1, PoolConfig.MAX_BUFFER_COUNT);
        TrustMode trust = node.choice("trust", "degree of trust",
                Stream.of(TrustMode.values()).collect(Collectors.toMap(TrustMode::label, each -> each)),
                TrustMode.SHARED);
        int emptyBuffers = node.integer("empty-buffers", 0, 0, PoolConfig.MAX_BUFFER_COUNT);
        if (emptyBuffers > 0 && trust == TrustMode.MONITOR) {
            node.report("empty-buffers", "a monitor cannot write packets; expected 0, found " + emptyBuffers);
            emptyBuffers = 0;
        }
        if (emptyBuffers >= quota || emptyBuffers > capacity) {
            node.report("empty-buffers", "they are part of the quota and in a ring of their own; expected less than "
                    + quota + " and at most " + capacity + ", found " + emptyBuffers);
            emptyBuffers = 0;
        }
        return new PortSpec.Ring(capacity, trust, new RingPolicy(quota, emptyBuffers, whenSlow(node)), user(node));
    }

    private static OptionalInt user(ConfigNode node) {
        String text = node.text("user", null);
        if (text == null) {
            return OptionalInt.empty();
        }
        OptionalInt uid = text.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : UserAccount.uid(text);
        if (uid.isEmpty()) {
            node.report("user", "expected a user of this machine, by name or number, found \"" + text + "\"");
        }
        return uid;
    }

    /** Reads what becomes of packets that a processor cannot take; ports of type aeron have these keys as well. */
    static RingPolicy.WhenSlow whenSlow(ConfigNode node) {
        int result = node.integer("bypass-result", 0, 0, MAX_RESULT);
        RingPolicy.WhenSlow drop = new RingPolicy.Drop();
        RingPolicy.WhenSlow chosen = node.choice("when-slow", "policy",
                Map.of(RingPolicy.Drop.NAME, drop, RingPolicy.Bypass.NAME, new RingPolicy.Bypass(result)), drop);
        if (chosen == drop && node.has("bypass-result")) {
            node.report("bypass-result", "has a meaning only with when-slow: bypass");
        }
        return chosen;
    }
}
