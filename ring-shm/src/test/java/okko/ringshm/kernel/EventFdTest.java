package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a peer that holds the same counter can do with it. */
@Timeout(60)
class EventFdTest {

    private static final int F_SETFL = 4;
    private static final long FULL = -2;

    @Test
    void shouldSignalAndClear() throws KernelException {
        try (EventFd counter = EventFd.create()) {
            assertThat(counter.await(0)).isFalse();
            counter.signal();
            counter.signal();
            assertThat(counter.await(0)).isTrue();
            counter.clear();
            assertThat(counter.await(0)).isFalse();
        }
    }

    @Test
    void shouldSignalByTheKernelAsOftenAsWanted() throws KernelException {
        try (Signaller signaller = Signaller.create();
                EventFd one = EventFd.create(signaller);
                EventFd other = EventFd.create(signaller)) {
            for (int i = 0; i < 10_000; i++) {
                EventFd counter = i % 3 == 0 ? one : other;
                counter.signal();
                assertThat(counter.await(0)).as("signal %d", i).isTrue();
                counter.clear();
                assertThat(counter.await(0)).as("signal %d", i).isFalse();
            }
        }
    }

    @Test
    void shouldSignalByTimersWhereTheKernelTakesNoRequests() throws Throwable {
        try (Signaller signaller = Signaller.byTimers("refused");
                EventFd counter = EventFd.create(signaller);
                EventFd received = EventFd.of(duplicate(counter))) {
            assertThat(signaller.fallBack()).contains("refused");
            assertThat(received.await(0)).isFalse();
            letCallsWait(counter);
            for (int i = 0; i < 1_000; i++) {
                counter.signal();
                counter.signal();
                assertThat(received.await(10_000)).as("signal %d", i).isTrue();
                received.clear();
            }
        }
    }

    private static int duplicate(EventFd counter) throws Throwable {
        MethodHandle dup = bind("dup", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        return (int) dup.invokeExact(counter.descriptor());
    }

    @Test
    void shouldNotWaitWhenThePeerFilledTheCounterAndMadeWritesWait() throws Throwable {
        try (Signaller signaller = Signaller.create(); EventFd counter = EventFd.create(signaller)) {
            letCallsWait(counter);
            write(counter, FULL);
            for (int i = 0; i < 100; i++) {
                counter.signal();
            }
            assertThat(counter.await(0)).isTrue();
            counter.clear();
            assertThat(counter.await(0)).isFalse();
        }
    }

    @Test
    void shouldNotWaitWhenThePeerEmptiedTheCounterAndMadeReadsWait() throws Throwable {
        try (EventFd counter = EventFd.create()) {
            letCallsWait(counter);
            counter.clear();
            assertThat(counter.await(0)).isFalse();
        }
    }

    private static void letCallsWait(EventFd counter) throws Throwable {
        MethodHandle fcntl = bind("fcntl",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
        assertThat((int) fcntl.invokeExact(counter.descriptor(), F_SETFL, 0)).isZero();
    }

    private static void write(EventFd counter, long value) throws Throwable {
        MethodHandle write = bind("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocateFrom(JAVA_LONG, value).address();
            assertThat((long) write.invokeExact(counter.descriptor(), address, 8L)).isEqualTo(8);
        }
    }

    private static MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }
}
