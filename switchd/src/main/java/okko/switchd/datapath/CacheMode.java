package okko.switchd.datapath;

/** Which caches stand before the tables. What happens to a packet does not depend on it. */
public enum CacheMode {
    /** Both: the exact-match cache, and behind it the megaflow cache. */
    ALL,
    /** The megaflow cache. */
    MEGAFLOW,
    /** None: every packet's key is looked up in the tables. */
    NONE
}
