package okko.bpf.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HashMapThreadsTest {

    private static final int STEPS = 50_000;

    /** Chains are short of buckets on purpose: entries wander between chains while they are looked at. */
    @Test
    void shouldAlwaysFindAKeyThatStaysWhileOthersComeAndGo() throws Exception {
        try (BpfMap map = Maps.create(new MapDefinition("m", MapType.HASH, 4, 8, 16), 1);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            map.put(key(1000), value(1000));
            var isDone = new AtomicBoolean();
            Future<Integer> reader = threads.submit(() -> {
                int missed = 0;
                while (!isDone.get()) {
                    missed += map.get(key(1000)) == null ? 1 : 0;
                }
                return missed;
            });
            Callable<Void> churn = () -> {
                for (int i = 0; i < STEPS; i++) {
                    if (i % 3 == 0) {
                        map.remove(key(i * 7 % 20));
                    } else {
                        map.put(key(i % 20), value(i % 20));
                    }
                }
                return null;
            };
            List<Future<Void>> writers = List.of(threads.submit(churn), threads.submit(churn));
            for (Future<Void> writer : writers) {
                writer.get();
            }
            isDone.set(true);

            assertThat(reader.get()).isZero();
            assertThat(map.get(key(1000))).isEqualTo(value(1000));
            var shown = new ArrayList<Integer>();
            map.forEach((key, value) -> {
                shown.add(ByteBuffer.wrap(key).getInt());
                assertThat(value).isEqualTo(value(ByteBuffer.wrap(key).getInt()));
            });
            assertThat(shown).doesNotHaveDuplicates().hasSize(map.size()).contains(1000);
        }
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static byte[] value(int number) {
        return ByteBuffer.allocate(8).putLong(0x0101_0101_0000_0000L | number).array();
    }
}
