package okko.switchd.openflow.server;

import java.util.concurrent.TimeUnit;
import okko.switchd.action.MapRequests;
import okko.switchd.openflow.MapPart;
import okko.switchd.openflow.ProgramMessage.MapContents;
import okko.switchd.program.MapStatus;
import okko.switchd.program.ProgramMaps;
import okko.switchd.program.ProgramStore;
import org.agrona.concurrent.NanoClock;

/**
 * Tells controllers what maps hold where rules say so: as they may say it for each packet, not more often than every
 * {@value #INTERVAL_MS} ms.
 */
final class MapEvents {

    private static final long INTERVAL_MS = 10;

    private final ProgramStore programs;
    private final MapRequests requests;
    private final NanoClock clock;
    private long notBeforeNs;

    MapEvents(SwitchParts parts) {
        programs = parts.programs();
        requests = parts.mapRequests();
        clock = parts.clock();
        notBeforeNs = clock.nanoTime();
    }

    /** Tells what has been asked for. {@return how much it was} */
    int poll(Audience audience) {
        if (clock.nanoTime() - notBeforeNs < 0) {
            return 0;
        }
        int count = requests.take(program -> tell(program, audience));
        if (count > 0) {
            notBeforeNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(INTERVAL_MS);
        }
        return count;
    }

    /** Of a program that is not there any more there is nothing to tell. */
    private void tell(int program, Audience audience) {
        if (programs.isLoaded(program)) {
            ProgramMaps maps = programs.maps(program);
            for (MapStatus map : maps.list()) {
                audience.send(new MapContents(MapPart.of(program, map.index(), map, maps.entries(map.index()))));
            }
        }
    }
}
