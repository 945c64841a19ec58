package okko.switchd.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import okko.switchd.packet.Batch;
import okko.switchd.packet.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HandOverTest {

    private static final int STRESS_PACKETS = 300_000;

    private final HandOver queue = new HandOver();
    private final Batch batch = new Batch();

    private void put(int first, int count) {
        batch.clear();
        for (int i = 0; i < count; i++) {
            batch.add(first + i, 1000L + first + i, 64, 7, 5);
        }
        for (int i = 0; i < count; i++) {
            queue.put(batch, i, i);
        }
        queue.publish(count);
        batch.clear();
    }

    @Test
    void shouldGiveEverythingOfAPacketInOrder() {
        batch.add(3, 300, 60, 1, 9);
        batch.askLast(() -> Question.Frame.AS_LENT, 3, 255);
        batch.add(4, 400, 61, 2, 8);
        queue.put(batch, 0, 0);
        queue.put(batch, 1, 1);
        queue.publish(2);
        Batch taken = new Batch();
        assertThat(queue.take(taken)).isEqualTo(2);
        assertThat(taken.buffer).startsWith(3, 4);
        assertThat(taken.address).startsWith(300, 400);
        assertThat(taken.lengthBytes).startsWith(60, 61);
        assertThat(taken.inPort).startsWith(1, 2);
        assertThat(taken.metadata).startsWith(9, 8);
        assertThat(taken.question[0]).isSameAs(batch.question[0]);
        assertThat(taken.asker[0]).isEqualTo(3);
        assertThat(taken.question[1]).isNull();
        assertThat(taken.answer[0]).isEqualTo(255);
    }

    @Test
    void shouldHaveNoRoomUntilWhatWasTakenIsReleased() {
        for (int i = 0; i < HandOver.CAPACITY; i += 32) {
            assertThat(queue.room(32)).isEqualTo(32);
            put(i, 32);
        }
        assertThat(queue.room(1)).isZero();
        assertThat(queue.take(batch)).isEqualTo(32);
        assertThat(queue.room(1)).isZero();
        assertThat(queue.size()).isEqualTo(HandOver.CAPACITY);
        queue.release(32);
        assertThat(queue.room(40)).isEqualTo(32);
        assertThat(queue.size()).isEqualTo(HandOver.CAPACITY - 32);
    }

    @Test
    void shouldHideWhatIsNotPublished() {
        batch.add(1, 1, 60, 1, 0);
        queue.put(batch, 0, 0);
        assertThat(queue.take(new Batch())).isZero();
        assertThat(queue.size()).isZero();
    }

    @Test
    @Timeout(60)
    void shouldLoseAndChangeNothingBetweenTwoThreads() throws InterruptedException {
        Thread sender = Thread.ofPlatform().start(() -> {
            for (int sent = 0; sent < STRESS_PACKETS; ) {
                int room = queue.room(Math.min(1 + sent % 32, STRESS_PACKETS - sent));
                if (room > 0) {
                    put(sent, room);
                    sent += room;
                } else {
                    Thread.yield();
                }
            }
        });
        Batch taken = new Batch();
        long wrong = 0;
        for (int received = 0; received < STRESS_PACKETS; ) {
            int count = queue.take(taken);
            if (count == 0) {
                Thread.yield();
            }
            for (int i = 0; i < count; i++) {
                wrong += taken.buffer[i] == received + i && taken.address[i] == 1000L + received + i ? 0 : 1;
            }
            queue.release(count);
            taken.clear();
            received += count;
        }
        sender.join();
        assertThat(wrong).isZero();
        assertThat(queue.size()).isZero();
    }
}
