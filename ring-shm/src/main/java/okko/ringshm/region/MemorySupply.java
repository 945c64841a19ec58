package okko.ringshm.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How much memory the kernel could give. Asked before any is taken: the kernel promises more than it has, and kills a
 * process when it cannot keep that, so a refusal must come from us.
 *
 * @param root of the file system; {@code /}, but in tests
 */
record MemorySupply(Path root) {

    /** Kept for the rest of this process, bytes: memory that is free to the last byte is as good as full. */
    static final long RESERVE_BYTES = 16 << 20;

    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final long BYTES_PER_KB = 1024;

    /** Huge pages that an administrator has reserved. */
    record HugePageStock(long pageBytes, long total, long free) {

        long pagesFor(long bytes) {
            return (bytes + pageBytes - 1) / pageBytes;
        }
    }

    /** Where a version of control groups keeps what. */
    private record GroupFiles(String mount, String limit, String usage, String reclaimable) {

        static final GroupFiles VERSION_1 = new GroupFiles(
                "sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file");
        static final GroupFiles VERSION_2 =
                new GroupFiles("sys/fs/cgroup", "memory.max", "memory.current", "inactive_file");
    }

    /** Memory in small pages that can be had: by the machine, and by each control group that this process is in. */
    long availableBytes() throws IOException {
        long available = meminfo("MemAvailable").map(kb -> kb * BYTES_PER_KB).orElse(UNLIMITED);
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] fields = line.split(":", 3); // hierarchy, controllers, path
            if (fields.length == 3 && List.of(fields[1].split(",")).contains("memory")) {
                available = Math.min(available, groupBytes(GroupFiles.VERSION_1, fields[2]));
            } else if (fields.length == 3 && fields[1].isEmpty()) {
                available = Math.min(available, groupBytes(GroupFiles.VERSION_2, fields[2]));
            }
        }
        return Math.max(0, available - RESERVE_BYTES);
    }

    /** The least that a group and those around it have left; a container sees some of their files, or none. */
    private long groupBytes(GroupFiles files, String path) throws IOException {
        Path mount = root.resolve(files.mount());
        long least = UNLIMITED;
        Path group = mount.resolve(path.substring(1)).normalize();
        while (group.startsWith(mount)) {
            Optional<Long> limit = number(lines(group.resolve(files.limit())), "");
            Optional<Long> usage = number(lines(group.resolve(files.usage())), "");
            if (limit.isPresent() && usage.isPresent()) {
                long reclaimable = number(lines(group.resolve("memory.stat")), files.reclaimable()).orElse(0L);
                least = Math.min(least, limit.get() - usage.get() + reclaimable);
            }
            group = group.getParent();
        }
        return least;
    }

    /** The stock of huge pages; empty if this kernel has none at all. */
    Optional<HugePageStock> hugePages() throws IOException {
        Optional<Long> sizeKb = meminfo("Hugepagesize");
        if (sizeKb.isEmpty()) {
            return Optional.empty();
        }
        long free = meminfo("HugePages_Free").orElse(0L) - meminfo("HugePages_Rsvd").orElse(0L);
        return Optional.of(
                new HugePageStock(sizeKb.get() * BYTES_PER_KB, meminfo("HugePages_Total").orElse(0L), free));
    }

    private Optional<Long> meminfo(String key) throws IOException {
        return number(lines(root.resolve("proc/meminfo")), key + ":");
    }

    /** The number behind a key, or the first of all if the key is empty; empty too if it says {@code max}. */
    private static Optional<Long> number(List<String> lines, String key) {
        return lines.stream()
                .map(line -> line.split("\\s+"))
                .filter(words -> key.isEmpty() || words[0].equals(key))
                .map(words -> words[key.isEmpty() ? 0 : 1])
                .filter(word -> word.matches("[0-9]{1,18}"))
                .map(Long::valueOf)
                .findFirst();
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    }
}
