package okko.ringshm.region;

/** Whether a region's memory is to be in huge pages, which cost the processor fewer look-ups of addresses. */
public enum HugePages {
    /** In small ones. */
    NEVER("never"),
    /** In huge ones if there are enough, else in small ones; {@link SharedRegion#fallBack()} says why. */
    TRY("try"),
    /** In huge ones or not at all. */
    REQUIRE("require");

    private final String label;

    HugePages(String label) {
        this.label = label;
    }

    /** {@return the name in configurations} */
    public String label() {
        return label;
    }
}
