package okko.switchd.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What {@link FlowCounters} count, between two cache lines of nothing. */
abstract class FlowCells extends PaddingBefore {

    static final VarHandle PACKETS = cell("packets");
    static final VarHandle BYTES = cell("bytes");

    long packets;
    long bytes;

    private static VarHandle cell(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(FlowCells.class, name, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
