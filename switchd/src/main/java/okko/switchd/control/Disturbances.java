package okko.switchd.control;

import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * What the daemon's virtual machine did besides running the program: since its start, or in a span of time. A
 * processor is another process, of which nothing is known here.
 *
 * @param gcCount   garbage collections
 * @param gcMs      time that they took
 * @param compileMs time that compilations took which ended meanwhile, of all compiler threads together
 */
public record Disturbances(long gcCount, long gcMs, long compileMs) {

    /** {@return all since the daemon's start; of this thread's own affairs as well} */
    static Disturbances sinceStart() {
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean(); // null where only the interpreter runs
        return new Disturbances(
                collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum(),
                collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum(),
                compiler == null ? 0 : compiler.getTotalCompilationTime());
    }

    /** {@return those that have come since an earlier look} */
    Disturbances since(Disturbances before) {
        return new Disturbances(gcCount - before.gcCount, gcMs - before.gcMs, compileMs - before.compileMs);
    }
}
