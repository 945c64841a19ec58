package okko.switchd.datapath;

import java.time.Duration;

/**
 * How a datapath thread remembers what the tables said.
 *
 * @param mode        which caches there are
 * @param flowLimit   most cached flows per thread, 1 or more
 * @param idleTimeout for how long a cached flow stays without a packet
 */
public record CacheConfig(CacheMode mode, int flowLimit, Duration idleTimeout) {

    /** As in Open vSwitch: {@code flow-limit} and {@code max-idle} of ovs-vswitchd.conf.db(5). */
    public static final CacheConfig DEFAULT = new CacheConfig(CacheMode.ALL, 200_000, Duration.ofSeconds(10));

    /**
     * Changes the mode.
     *
     * @param other which caches there are
     * @return this with another mode
     */
    public CacheConfig with(CacheMode other) {
        return new CacheConfig(other, flowLimit, idleTimeout);
    }
}
