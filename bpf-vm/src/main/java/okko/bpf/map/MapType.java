package okko.bpf.map;

/** Kinds of map; numbers are those of Oko's {@code ubpf_map_def}, which differ from Linux's. */
public enum MapType {
    /** Fixed number of zeroed values, addressed by an unsigned index of 4 or 8 bytes. */
    ARRAY(1),
    /** Hash table with a fixed number of entries. */
    HASH(4);

    private final int okoNumber;

    MapType(int okoNumber) {
        this.okoNumber = okoNumber;
    }

    /** {@return the number in Oko's map definitions} */
    public int okoNumber() {
        return okoNumber;
    }
}
