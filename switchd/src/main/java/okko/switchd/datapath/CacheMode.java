package okko.switchd.datapath;

/** What stands before the classifier. */
public enum CacheMode {
    /** The exact-match cache. */
    EXACT_MATCH,
    /** Nothing: every packet is classified. */
    NONE
}
