package okko.bpf.helper;

import static okko.bpf.map.Buffer.intBytes;
import static okko.bpf.map.Buffer.intOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import okko.bpf.asm.Assembler;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.RunContext;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.interpret.Interpreter;
import okko.bpf.map.Buffer;
import okko.bpf.map.MapDefinition;
import okko.bpf.map.MapType;
import okko.bpf.map.ProgramArray;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

class LinuxHelpersTest {

    @Test
    void shouldFindSetAndRemoveEntries() {
        try (var run = new HelperCall(new MapDefinition("m", MapType.HASH, 4, 4, 1));
                var key = Buffer.ofInt(1); var other = Buffer.ofInt(2); var value = Buffer.ofInt(7)) {
            assertThat(run.callOnMap(Helper.BPF_MAP_LOOKUP_ELEM, key.address())).isZero();
            assertThat(update(run, key, value, 2)).isEqualTo(-2);
            assertThat(update(run, key, value, 1)).isZero();
            assertThat(update(run, key, value, 1)).isEqualTo(-17);
            assertThat(update(run, other, value, 0)).isEqualTo(-7);
            assertThat(UnsafeApi.getInt(run.callOnMap(Helper.BPF_MAP_LOOKUP_ELEM, key.address()))).isEqualTo(7);
            assertThat(run.callOnMap(Helper.BPF_MAP_DELETE_ELEM, key.address())).isZero();
            assertThat(run.callOnMap(Helper.BPF_MAP_DELETE_ELEM, key.address())).isEqualTo(-2);
        }
    }

    private static long update(HelperCall run, Buffer key, Buffer value, long flags) {
        return run.callOnMap(Helper.BPF_MAP_UPDATE_ELEM, key.address(), value.address(), flags);
    }

    @Test
    void shouldFindTheCopyOfAnyThread() {
        try (var run = new HelperCall(new MapDefinition("m", MapType.PER_THREAD_ARRAY, 4, 8, 3));
                var key = Buffer.ofInt(2)) {
            long own = run.callOnMap(Helper.BPF_MAP_LOOKUP_ELEM, key.address());
            assertThat(perThread(run, key, 1)).isEqualTo(own);
            assertThat(perThread(run, key, 0)).isNotZero().isNotEqualTo(own);
            assertThat(perThread(run, key, 2)).isZero();
            assertThat(perThread(run, key, -1)).isZero();
            assertThat(perThread(run, key, 1L << 32)).isEqualTo(perThread(run, key, 0)); // a u32
        }
    }

    private static long perThread(HelperCall run, Buffer key, long thread) {
        return run.callOnMap(Helper.BPF_MAP_LOOKUP_PERCPU_ELEM, key.address(), thread);
    }

    @Test
    void shouldPushPopAndPeek() {
        try (var run = new HelperCall(new MapDefinition("q", MapType.QUEUE, 0, 4, 1)); var item = Buffer.ofInt(5)) {
            assertThat(run.callOnMap(Helper.BPF_MAP_PUSH_ELEM, item.address(), 0)).isZero();
            assertThat(run.callOnMap(Helper.BPF_MAP_PUSH_ELEM, item.address(), 0)).isEqualTo(-7);
            item.set(intBytes(6));
            assertThat(run.callOnMap(Helper.BPF_MAP_PUSH_ELEM, item.address(), 2)).isZero();
            item.set(intBytes(0));
            assertThat(run.callOnMap(Helper.BPF_MAP_PEEK_ELEM, item.address())).isZero();
            assertThat(intOf(item.bytes())).isEqualTo(6);
            assertThat(run.callOnMap(Helper.BPF_MAP_POP_ELEM, item.address())).isZero();
            assertThat(run.callOnMap(Helper.BPF_MAP_POP_ELEM, item.address())).isEqualTo(-2);
        }
    }

    @Test
    void shouldReadTheClockOfTheEnvironment() {
        try (var run = new HelperCall()) {
            assertThat(run.call(Helper.BPF_KTIME_GET_NS)).isEqualTo(HelperCall.CLOCK_NS);
            assertThat(run.call(Helper.BPF_KTIME_GET_BOOT_NS)).isEqualTo(HelperCall.CLOCK_NS);
            assertThat(run.call(Helper.BPF_KTIME_GET_COARSE_NS)).isEqualTo(HelperCall.CLOCK_NS);
            assertThat(run.call(Helper.BPF_GET_SMP_PROCESSOR_ID)).isOne();
        }
    }

    @Test
    void shouldPrintALineNoFurtherThanItsSize() {
        try (var run = new HelperCall(); var format = new Buffer("a=%d b=%lx\0".getBytes(StandardCharsets.US_ASCII))) {
            assertThat(run.call(Helper.BPF_TRACE_PRINTK, format.address(), 11, -1, 0xabcL)).isEqualTo(10);
            assertThat(run.call(Helper.BPF_TRACE_PRINTK, format.address(), 4, -1)).isEqualTo(4);
            assertThat(run.call(Helper.BPF_TRACE_PRINTK, format.address(), 3, -1)).isEqualTo(3);
            assertThat(run.log).containsExactly("a=-1 b=abc", "a=-1", "a=%");
        }
    }

    @Test
    void shouldDrawNumbersThatDifferAndCanBeRepeated() {
        try (var run = new HelperCall(); var again = new HelperCall()) {
            var drawn = new HashSet<Long>();
            long ones = 0;
            for (int i = 0; i < 1_000; i++) {
                long number = run.call(Helper.BPF_GET_PRANDOM_U32);
                assertThat(number).isBetween(0L, 0xffff_ffffL);
                assertThat(again.call(Helper.BPF_GET_PRANDOM_U32)).isEqualTo(number);
                drawn.add(number);
                ones += Long.bitCount(number);
            }
            assertThat(drawn).hasSize(1_000);
            assertThat(ones).isBetween(15_400L, 16_600L); // 16,000, give or take more than six deviations
            assertThat(new RunContext(run.environment(), 0).nextRandom()).isNotIn(drawn);
        }
    }

    @Test
    void shouldChooseAPortUnlessFlagsAreSet() {
        try (var run = new HelperCall()) {
            assertThat(run.call(Helper.BPF_REDIRECT, 7, 0)).isEqualTo(4);
            assertThat(run.call(Helper.BPF_REDIRECT, 8, 1)).isZero();
            assertThat(run.context.outputPort()).isEqualTo(7);
        }
    }

    @Test
    void shouldGoOnWithAnotherProgramOrSayWhyNot() {
        var image = new ProgramImage("next", Abi.XDP, Assembler.assemble("r0 = 42\nexit"), List.of(), SourceLines.NONE);
        try (var run = new HelperCall(new MapDefinition("next", MapType.PROGRAM_ARRAY, 4, 4, 2))) {
            assertThat(tailCall(run, 1)).isEqualTo(-2);
            assertThat(tailCall(run, 2)).isEqualTo(-2);
            assertThat(run.context.hasEnded()).isFalse();
            BpfFunction next = new Interpreter(
                    image, run.environment(), new RunContext(run.environment(), 1), 100, () -> { });
            ((ProgramArray) run.map()).set(1, 5, _ -> next);
            assertThat(tailCall(run, 1)).isZero();
            assertThat(run.context.hasEnded()).isTrue();
            assertThat(run.context.result()).isEqualTo(42);
            ((ProgramArray) run.map()).clear(1);
            assertThat(tailCall(run, 1)).isEqualTo(-2);
        }
    }

    private static long tailCall(HelperCall run, long index) {
        return run.call(Helper.BPF_TAIL_CALL, run.map(), new long[] {RunContext.HANDLE, 0, index});
    }

    @Test
    void shouldEndAChainOfTailCallsAtLinuxsLimit() {
        String again = """
                r2 = map 0
                r3 = 0
                call bpf_tail_call
                exit
                """;
        var definition = new MapDefinition("next", MapType.PROGRAM_ARRAY, 4, 4, 1);
        var image = new ProgramImage("again", Abi.XDP, Assembler.assemble(again), List.of(definition), SourceLines.NONE);
        try (var run = new HelperCall(definition)) {
            BpfFunction self = new Interpreter(
                    image, run.environment(), new RunContext(run.environment(), 1), 100, () -> { });
            ((ProgramArray) run.map()).set(0, 5, _ -> self);
            assertThat(self.run(run.context.packet(), 64)).isEqualTo(-1);
            assertThat(self.statistics().runs()).isEqualTo(1 + BpfFunction.MAX_TAIL_CALLS);
        }
    }
}
