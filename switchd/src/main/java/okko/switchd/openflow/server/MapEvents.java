package okko.switchd.openflow.server;

import java.util.concurrent.TimeUnit;
import okko.switchd.openflow.EventMessage.MapContents;
import okko.switchd.openflow.MapPart;
import okko.switchd.program.MapStatus;
import okko.switchd.program.ProgramMaps;
import org.agrona.concurrent.NanoClock;

/**
 * Tells controllers what maps hold, where somebody asks for it; as rules may ask for each packet, not more often than
 * every {@value #INTERVAL_MS} ms.
 */
final class MapEvents {

    private static final long INTERVAL_MS = 10;

    private final ProgramParts parts;
    private final NanoClock clock;
    private long notBeforeNs;

    MapEvents(ProgramParts parts, NanoClock clock) {
        this.parts = parts;
        this.clock = clock;
        notBeforeNs = clock.nanoTime();
    }

    /** Tells what has been asked for. {@return how much it was} */
    int poll(Audience audience) {
        if (clock.nanoTime() - notBeforeNs < 0) {
            return 0;
        }
        int count = parts.mapRequests().take(program -> tell(program, audience));
        if (count > 0) {
            notBeforeNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(INTERVAL_MS);
        }
        return count;
    }

    /** Of a program that is not there any more there is nothing to tell. */
    private void tell(int program, Audience audience) {
        if (parts.programs().isLoaded(program)) {
            ProgramMaps maps = parts.programs().maps(program);
            for (MapStatus map : maps.list()) {
                audience.tell(new MapContents(MapPart.of(program, map.index(), map, maps.entries(map.index()))));
            }
        }
    }
}
