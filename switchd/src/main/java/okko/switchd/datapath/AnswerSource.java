package okko.switchd.datapath;

import java.util.Arrays;
import okko.ringshm.idle.WakeUps;
import okko.switchd.packet.Batch;
import okko.switchd.packet.Sink;
import okko.switchd.packet.Source;

/**
 * What a port receives, but for the answers to questions that other datapath threads have asked: those go on to them,
 * because only the thread that asked can go on with a packet's way.
 */
final class AnswerSource implements Source {

    private final Source port;
    private final int thread;

    /** By thread; {@code null} for this one. */
    private final Sink[] homeward;

    private final Batch received;
    private final Batch[] toOthers;

    /**
     * Begins to sort.
     *
     * @param port     that receives
     * @param thread   that polls it
     * @param homeward the ways to the other threads, by thread
     * @param most     packets to receive at a time
     */
    AnswerSource(Source port, int thread, Sink[] homeward, int most) {
        received = new Batch(most);
        this.port = port;
        this.thread = thread;
        this.homeward = homeward;
        toOthers = new Batch[homeward.length];
        Arrays.setAll(toOthers, _ -> new Batch());
    }

    @Override
    public int receive(Batch batch) {
        try {
            port.receive(received);
        } finally {
            sort(batch);
        }
        return batch.size;
    }

    private void sort(Batch batch) {
        for (int i = 0; i < received.size; i++) {
            boolean isMine = received.question[i] == null || received.asker[i] == thread;
            (isMine ? batch : toOthers[received.asker[i]]).add(received, i);
        }
        received.clear();
        for (int other = 0; other < toOthers.length; other++) {
            if (toOthers[other].size > 0) {
                homeward[other].send(toOthers[other]);
            }
        }
    }

    @Override
    public void prepareToSleep(WakeUps wakeUps) {
        port.prepareToSleep(wakeUps);
    }
}
