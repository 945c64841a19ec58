package okko.switchd.fuzz;

/** Something that is fed with bytes from anywhere. An instance belongs to the class loader that made it. */
@FunctionalInterface
public interface FuzzTarget {

    /** Takes the bytes; throws whatever must not happen. */
    void feed(byte[] input) throws Exception;
}
