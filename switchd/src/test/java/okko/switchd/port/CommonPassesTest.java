package okko.switchd.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CommonPassesTest {

    private static final int QUEUES = 4;

    @Test
    void shouldLetTheOthersFinishWhatOneHasBegun() {
        CommonPasses common = new CommonPasses();
        assertThat(common.mayMake(2)).isTrue();
        assertThat(common.mayMake(3)).isTrue();

        common.close();

        assertThat(common.mayMake(4)).isFalse();
        assertThat(common.mayMake(2)).isTrue();
        assertThat(common.mayMake(3)).isTrue();
        common.close();
        assertThat(common.mayMake(4)).isFalse();
    }

    @Test
    void shouldEndAfterTheFirstPassWhenNobodyHasBegunAnother() {
        CommonPasses common = new CommonPasses();

        common.close();

        assertThat(common.mayMake(2)).isFalse();
    }

    @Test
    void shouldCountTimeFromTheFirstOfTheQueues() {
        CommonPasses common = new CommonPasses();
        common.begin(70);
        common.begin(50);
        common.begin(60);

        assertThat(common.startNs()).isEqualTo(50);
    }

    @Test
    @Timeout(60)
    void shouldGiveAllQueuesEquallyManyPassesWheneverOneCloses() throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        try (ExecutorService threads = Executors.newFixedThreadPool(QUEUES)) {
            for (int run = 0; run < 200; run++) {
                CommonPasses common = new CommonPasses();
                List<Future<Long>> passes = new ArrayList<>();
                for (int queue = 0; queue < QUEUES; queue++) {
                    long closesAfter = 1 + random.nextInt(300);
                    passes.add(threads.submit(() -> passesOf(common, closesAfter)));
                }
                long first = passes.getFirst().get();
                for (Future<Long> others : passes) {
                    assertThat(others.get()).as("seed=%d, run=%d", seed, run).isEqualTo(first);
                }
            }
        }
    }

    private static long passesOf(CommonPasses common, long closesAfter) {
        long passes = 0;
        do {
            passes++;
            if (passes >= closesAfter) {
                common.close();
            }
        } while (common.mayMake(passes + 1));
        return passes;
    }
}
