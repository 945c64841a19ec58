package okko.ringshm.region;

/** What a shared region is for. */
public enum RegionKind {
    /** The packets. */
    POOL(1, "packet pool"),
    /** The two rings of an attachment. */
    RINGS(2, "descriptor rings");

    private final int code;
    private final String text;

    RegionKind(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** {@return the number in the region's header} */
    public int code() {
        return code;
    }

    /** {@return the name in messages} */
    public String text() {
        return text;
    }
}
