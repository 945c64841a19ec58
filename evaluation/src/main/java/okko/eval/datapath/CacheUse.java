package okko.eval.datapath;

/** Which caches stand before the tables: {@code datapath.cache} of the switch's configuration. */
enum CacheUse {
    /** As every user gets it. */
    ALL("true"),
    /** Every packet is classified. */
    NONE("false");

    private final String word;

    CacheUse(String word) {
        this.word = word;
    }

    /** {@return the word in the configuration} */
    String word() {
        return word;
    }

    /** {@return the word in tables and results} */
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
