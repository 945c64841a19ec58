package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;

import okko.switchd.packet.Batch;
import okko.switchd.packet.Question;
import org.junit.jupiter.api.Test;

class BypassQueueTest {

    private final BypassQueue queue = new BypassQueue();
    private final Batch batch = new Batch();

    @Test
    void shouldTakeNoMoreThanItsCapacityAndHandOutInOrder() {
        batch.add(0, 0, 60, 1, 0);
        for (int i = 0; i < BypassQueue.CAPACITY; i++) {
            batch.buffer[0] = i;
            assertThat(queue.offer(batch, 0)).isTrue();
        }
        assertThat(queue.offer(batch, 0)).isFalse();
        batch.clear();
        for (int i = 0; i < BypassQueue.CAPACITY; i += Batch.CAPACITY) {
            queue.drainTo(batch, 9, 7);
            for (int j = 0; j < Batch.CAPACITY; j++) {
                assertThat(batch.buffer[j]).isEqualTo(i + j);
            }
            batch.clear();
        }
        assertThat(queue.size()).isZero();
    }

    @Test
    void shouldHandOutAQuestionWithTheResultAsItsAnswer() {
        Question question = () -> Question.Frame.AS_LENT;
        batch.add(3, 4, 60, 1, 5);
        batch.askLast(question, 0, 0);
        queue.offer(batch, 0);
        batch.clear();
        queue.drainTo(batch, 9, 7);

        assertThat(batch.question[0]).isSameAs(question);
        assertThat(batch.answer[0]).isEqualTo(7);
        assertThat(batch.inPort[0]).isEqualTo(1);
        assertThat(batch.metadata[0]).isEqualTo(5);
    }
}
