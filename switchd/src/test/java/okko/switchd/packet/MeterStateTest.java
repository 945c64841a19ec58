package okko.switchd.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import okko.switchd.flow.Meter;
import okko.switchd.flow.Meter.Band;
import okko.switchd.flow.Meter.BandType;
import okko.switchd.flow.Meter.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MeterStateTest {

    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long START_NS = -5;

    @Test
    void shouldLetTheBurstPassAndThenTheRate() {
        MeterState meter = meter(Unit.PACKETS, new Band(BandType.DROP, 100, 10, 0));
        assertThat(admitted(meter, 50, 64, START_NS)).isEqualTo(10);
        assertThat(admitted(meter, 50, 64, START_NS + SECOND_NS / 20)).isEqualTo(5);
        assertThat(admitted(meter, 50, 64, START_NS + 100 * SECOND_NS)).isEqualTo(10);
        assertThat(meter.packets()).isEqualTo(150);
        assertThat(meter.bytes()).isEqualTo(150 * 64);
        assertThat(meter.excess()).containsExactly(new MeterState.Excess(125, 125 * 64));
    }

    @Test
    void shouldLetAsMuchPassAtOnceAsInASecondWhenNoBurstIsGiven() {
        assertThat(admitted(meter(Unit.PACKETS, new Band(BandType.DROP, 7, 0, 0)), 50, 64, START_NS)).isEqualTo(7);
    }

    @Test
    void shouldCountBitsWhenItsUnitIsKilobits() {
        // 1,000 bytes are 8 kilobits: 80 kilobits are 10 frames.
        MeterState meter = meter(Unit.KILOBITS, new Band(BandType.DROP, 800, 80, 0));
        assertThat(admitted(meter, 50, 1_000, START_NS)).isEqualTo(10);
        assertThat(admitted(meter, 500, 1_000, START_NS + SECOND_NS / 10)).isEqualTo(10);
    }

    @Test
    void shouldKeepToTheRateOverTimeWhenItIsHigh() {
        MeterState meter = meter(Unit.PACKETS, new Band(BandType.DROP, 3_000_000, 32, 0));
        int admitted = 0;
        for (int us = 0; us < 100_000; us++) {
            admitted += admitted(meter, 10, 64, START_NS + us * 1_000L);
        }
        assertThat(admitted).isBetween(299_900, 300_100); // a tenth of a second
    }

    @Test
    void shouldDropWhatIsTooMuchForOneOfItsBands() {
        MeterState meter = meter(Unit.PACKETS,
                new Band(BandType.DROP, 100, 20, 0), new Band(BandType.DROP, 10, 5, 0));
        assertThat(admitted(meter, 50, 64, START_NS)).isEqualTo(5);
    }

    @Test
    @Timeout(20)
    void shouldAdmitNoMoreThanTheBurstWhenThreadsAskAtOnce() {
        MeterState meter = meter(Unit.PACKETS, new Band(BandType.DROP, 1, 10_000, 0));
        int admitted = IntStream.range(0, 4).parallel().map(_ -> admitted(meter, 10_000, 64, START_NS)).sum();
        assertThat(admitted).isEqualTo(10_000);
        assertThat(meter.packets()).isEqualTo(40_000);
    }

    private static MeterState meter(Unit unit, Band... bands) {
        return new MeterState(new Meter(1, unit, List.of(bands)), START_NS);
    }

    private static int admitted(MeterState meter, int packets, int frameBytes, long nowNs) {
        return (int) IntStream.range(0, packets).filter(_ -> meter.admits(frameBytes, nowNs)).count();
    }
}
