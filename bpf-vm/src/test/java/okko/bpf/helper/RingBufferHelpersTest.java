package okko.bpf.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import okko.bpf.engine.BpfFault;
import okko.bpf.engine.HeldRecords;
import okko.bpf.engine.ProgramFunction;
import okko.bpf.map.Buffer;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import okko.bpf.map.RingBuffer;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

class RingBufferHelpersTest {

    @Test
    void shouldGiveARecordToTheConsumer() {
        try (var run = run()) {
            long record = run.callOnMap(Helper.BPF_RINGBUF_RESERVE, 16, 0);
            assertThat(run.context.records().contains(record)).isTrue();
            assertThat(run.context.records().ownsBytes(record + 8, 8)).isTrue();
            assertThat(run.context.records().ownsBytes(record + 9, 8)).isFalse();
            assertThat(run.context.records().ownsBytes(record - 1, 1)).isFalse();
            UnsafeApi.putLong(record, 5);
            assertThat(drain(run)).isZero();
            run.call(Helper.BPF_RINGBUF_SUBMIT, record, 0);
            assertThat(run.context.records().count()).isZero();
            assertThat(drain(run)).isOne();
        }
    }

    @Test
    void shouldTakeBackWhatIsDiscarded() {
        try (var run = run()) {
            run.call(Helper.BPF_RINGBUF_DISCARD, run.callOnMap(Helper.BPF_RINGBUF_RESERVE, 16, 0), 0);
            assertThat(run.context.records().count()).isZero();
            assertThat(drain(run)).isZero();
            assertThat(run.callOnMap(Helper.BPF_RINGBUF_QUERY, 0)).isZero();
        }
    }

    @Test
    void shouldCopyARecord() {
        try (var run = run(); var data = new Buffer((byte) 1, (byte) 2, (byte) 3)) {
            assertThat(run.callOnMap(Helper.BPF_RINGBUF_OUTPUT, data.address(), 3, 1)).isZero();
            assertThat(run.callOnMap(Helper.BPF_RINGBUF_OUTPUT, 0, 0, 2)).isZero();
            assertThat(run.callOnMap(Helper.BPF_RINGBUF_OUTPUT, data.address(), 3, 4)).isEqualTo(-22);
            assertThat(run.callOnMap(Helper.BPF_RINGBUF_OUTPUT, data.address(), 1 << 20, 0)).isEqualTo(-11);
            assertThat(run.callOnMap(Helper.BPF_RINGBUF_QUERY, 1)).isEqualTo(4096);
            assertThat(run.callOnMap(Helper.BPF_RINGBUF_QUERY, 3)).isEqualTo(24);
            assertThat(drain(run)).isEqualTo(2);
        }
    }

    @Test
    void shouldReserveNothingWhenFlagsAreSetOrTooManyRecordsAreHeld() {
        try (var run = run()) {
            assertThat(run.callOnMap(Helper.BPF_RINGBUF_RESERVE, 8, 1)).isZero();
            for (int i = 0; i < HeldRecords.MAX_RECORDS; i++) {
                assertThat(run.callOnMap(Helper.BPF_RINGBUF_RESERVE, 8, 0)).isNotZero();
            }
            assertThat(run.callOnMap(Helper.BPF_RINGBUF_RESERVE, 8, 0)).isZero();
        }
    }

    @Test
    void shouldGiveBackWhatAStoppedRunHolds() {
        try (var run = run()) {
            var stopped = new ProgramFunction(run.context, () -> { }) {
                @Override
                protected long execute(long packet, long lengthBytes) {
                    run.callOnMap(Helper.BPF_RINGBUF_RESERVE, 8, 0);
                    run.callOnMap(Helper.BPF_RINGBUF_RESERVE, 8, 0);
                    throw new BpfFault(3, "more than 10 instructions");
                }
            };
            assertThatThrownBy(() -> stopped.run(run.context.packet(), 64)).isInstanceOf(BpfFault.class);
            assertThat(run.context.records().count()).isZero();
            assertThat(drain(run)).isZero();
            assertThat(run.map().size()).isZero();
        }
    }

    private static HelperCall run() {
        return new HelperCall(new MapDefinition("events", MapType.RING_BUFFER, 0, 0, 4096));
    }

    private static int drain(HelperCall run) {
        return ((RingBuffer) run.map()).drain((_, _, _) -> { }, 100);
    }
}
