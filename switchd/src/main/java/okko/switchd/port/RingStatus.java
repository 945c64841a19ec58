package okko.switchd.port;

import java.util.Map;

/**
 * A ring port and its processor as the datapath sees them between two batches.
 *
 * @param toProcessor      descriptors in the ring to it that it has not taken
 * @param fromProcessor    descriptors in the ring from it that the switch has not taken
 * @param wakeUps          times that the attached processor slept and had to be woken
 * @param lentPackets      packets that it holds, those in the rings included
 * @param lentEmpty        buffers that it holds empty
 * @param highWater        most buffers that it held at a time
 * @param onBypass         packets that wait to enter the pipeline without having seen it
 * @param bypassed         packets that went around it, by the reason for which they would have been dropped
 * @param originated       packets that it began itself
 * @param copies           packets that were copied to or from processors of this port
 * @param badDescriptors   by kind; ends of attachments by a corrupt ring or failed memory among them
 */
public record RingStatus(
        long toProcessor,
        long fromProcessor,
        long wakeUps,
        int lentPackets,
        int lentEmpty,
        int highWater,
        int onBypass,
        Map<String, Long> bypassed,
        long originated,
        long copies,
        Map<String, Long> badDescriptors) {}
