package okko.ringshm.region;

import java.io.IOException;
import java.nio.file.Path;
import okko.ringshm.kernel.Access;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.OpenFile;
import okko.ringshm.kernel.PageSize;
import okko.ringshm.kernel.SharedMemory;
import okko.ringshm.region.MemorySupply.HugePageStock;

/**
 * The memory of a region, present and of a size that nobody can change: as its creator gets it from the kernel, or as
 * another process receives it.
 *
 * @param descriptor of its file
 * @param address    where it is mapped
 * @param sizeBytes  of file and mapping
 * @param access     of the mapping
 * @param pages      that it consists of, as far as its creator knows
 * @param fallBack   why it is not in huge pages, in one line, if they were wished for; else empty
 */
record RegionMemory(int descriptor, long address, long sizeBytes, Access access, PageSize pages, String fallBack) {

    private static final MemorySupply SUPPLY = new MemorySupply(Path.of("/"));

    /** Takes memory, zeroed. Huge pages may make it larger than asked for. */
    static RegionMemory take(RegionKind kind, long sizeBytes, HugePages wish) throws IOException {
        return switch (wish) {
            case NEVER -> takeSmall(kind, sizeBytes, "");
            case REQUIRE -> takeHuge(kind, sizeBytes);
            case TRY -> {
                try {
                    yield takeHuge(kind, sizeBytes);
                } catch (IOException e) {
                    yield takeSmall(kind, sizeBytes, e.getMessage());
                }
            }
        };
    }

    private static RegionMemory takeSmall(RegionKind kind, long sizeBytes, String fallBack) throws IOException {
        long availableBytes = SUPPLY.availableBytes();
        if (sizeBytes > availableBytes) {
            throw new IOException("no memory for the %s: %,d bytes needed, %,d available"
                    .formatted(kind.text(), sizeBytes, availableBytes));
        }
        return take(kind, sizeBytes, PageSize.SMALL, fallBack);
    }

    private static RegionMemory takeHuge(RegionKind kind, long sizeBytes) throws IOException {
        HugePageStock stock = SUPPLY.hugePages()
                .orElseThrow(() -> new IOException("no huge pages for the " + kind.text() + ": the kernel has none"));
        long pages = stock.pagesFor(sizeBytes);
        if (pages > stock.free()) {
            throw new IOException(("no huge pages for the %s: %,d of %,d bytes needed, %,d free;"
                    + " sysctl vm.nr_hugepages=%d reserves them")
                    .formatted(kind.text(), pages, stock.pageBytes(), stock.free(),
                            stock.total() - stock.free() + pages));
        }
        if (pages * stock.pageBytes() > SharedRegion.MAX_SIZE_BYTES) {
            throw new IOException("no huge pages for the %s: %,d of %,d bytes are more than a region has"
                    .formatted(kind.text(), pages, stock.pageBytes()));
        }
        return take(kind, pages * stock.pageBytes(), PageSize.HUGE, "");
    }

    private static RegionMemory take(RegionKind kind, long sizeBytes, PageSize pages, String fallBack)
            throws IOException {
        int descriptor = SharedMemory.create(kind.fileName(), pages);
        try {
            SharedMemory.allocate(descriptor, sizeBytes);
            SharedMemory.sealSize(descriptor);
            long address = SharedMemory.map(descriptor, sizeBytes, Access.READ_WRITE);
            return new RegionMemory(descriptor, address, sizeBytes, Access.READ_WRITE, pages, fallBack);
        } catch (KernelException e) {
            OpenFile.close(descriptor);
            throw new IOException("no memory for the " + kind.text() + ": " + e.getMessage(), e);
        }
    }

    /** Maps memory that another process took, and takes its descriptor over, also if this fails. */
    static RegionMemory receive(int descriptor, RegionKind kind, Access access) throws IOException {
        try {
            if (!SharedMemory.isSizeSealed(descriptor)) {
                throw new IOException(
                        "no " + kind.text() + ": its size is not sealed, so it could vanish while in use");
            }
            SharedMemory.Extent extent = SharedMemory.measure(descriptor);
            requireUsable(extent, kind);
            long address = SharedMemory.map(descriptor, extent.sizeBytes(), access);
            return new RegionMemory(descriptor, address, extent.sizeBytes(), access, PageSize.SMALL, "");
        } catch (IOException e) {
            OpenFile.close(descriptor);
            throw e;
        }
    }

    private static void requireUsable(SharedMemory.Extent extent, RegionKind kind) throws IOException {
        if (extent.sizeBytes() < SharedRegion.MIN_SIZE_BYTES || extent.sizeBytes() > SharedRegion.MAX_SIZE_BYTES) {
            throw new IOException("no %s: it has %,d bytes".formatted(kind.text(), extent.sizeBytes()));
        }
        if (extent.allocatedBytes() < extent.sizeBytes()) {
            throw new IOException("no %s: of its %,d bytes it has memory for %,d"
                    .formatted(kind.text(), extent.sizeBytes(), extent.allocatedBytes()));
        }
    }

    /** Unmaps it. */
    void release() {
        SharedMemory.unmap(address, sizeBytes);
        OpenFile.close(descriptor);
    }
}
