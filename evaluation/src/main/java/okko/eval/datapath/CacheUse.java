package okko.eval.datapath;

/** Which caches stand before the tables: {@code datapath.cache} of the switch's configuration. */
public enum CacheUse {
    /** As every user gets it. */
    ALL("all"),
    /** Masked keys alone: every packet is looked for under mask after mask. */
    MEGAFLOW("megaflow"),
    /** Every packet is classified. */
    NONE("none");

    private final String label;

    CacheUse(String label) {
        this.label = label;
    }

    /** {@return the word in the configuration, in tables and in results} */
    public String label() {
        return label;
    }
}
