package okko.ringshm.region;

/** What a shared region is for. */
public enum RegionKind {
    /** The packets. */
    POOL(1, "packet pool", "okko-pool"),
    /** The rings of an attachment. */
    RINGS(2, "descriptor rings", "okko-rings");

    private final int code;
    private final String text;
    private final String fileName;

    RegionKind(int code, String text, String fileName) {
        this.code = code;
        this.text = text;
        this.fileName = fileName;
    }

    /** {@return the number in the region's header} */
    public int code() {
        return code;
    }

    /** {@return the name in messages} */
    public String text() {
        return text;
    }

    /** {@return the name of its file: {@code /memfd:} and this in {@code /proc/PID/maps}} */
    public String fileName() {
        return fileName;
    }
}
