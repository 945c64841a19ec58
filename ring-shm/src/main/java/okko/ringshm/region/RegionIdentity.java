package okko.ringshm.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * What a region is and whose.
 *
 * @param kind     what it is for
 * @param instance one life of a switch; equal in all its regions
 * @param epoch    0 for the pool, number of the attachment for its rings
 */
public record RegionIdentity(RegionKind kind, UUID instance, long epoch) {

    /**
     * Begins a new instance of a switch.
     *
     * @return its identity
     * @throws IOException if the kernel has none to give
     */
    public static UUID newInstance() throws IOException {
        // From the kernel, because Java's own source of random UUIDs takes 30 ms to start.
        return UUID.fromString(Files.readString(Path.of("/proc/sys/kernel/random/uuid")).strip());
    }
}
