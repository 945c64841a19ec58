package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import okko.ringshm.kernel.SystemCall.CallNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceManagerTest {

    @TempDir
    private Path directory;

    @Test
    void shouldSendEachMessageAsADatagramWhenTheSocketIsAPath() throws Exception {
        Path socket = directory.resolve("notify");
        int receiver = bind(socket.toString().getBytes(StandardCharsets.UTF_8));
        try (ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", socket.toString()))) {
            manager.ready("2 ports");
            manager.alive();
            manager.status("idle");
            manager.stopping();
            assertThat(receive(receiver)).isEqualTo("READY=1\nSTATUS=2 ports");
            assertThat(receive(receiver)).isEqualTo("WATCHDOG=1");
            assertThat(receive(receiver)).isEqualTo("STATUS=idle");
            assertThat(receive(receiver)).isEqualTo("STOPPING=1");
        } finally {
            OpenFile.close(receiver);
        }
    }

    @Test
    void shouldSendWhenTheSocketIsAbstract() throws Exception {
        String name = "okko-test-" + ProcessHandle.current().pid();
        int receiver = bind(("\0" + name).getBytes(StandardCharsets.UTF_8));
        try (ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", "@" + name))) {
            manager.alive();
            assertThat(receive(receiver)).isEqualTo("WATCHDOG=1");
        } finally {
            OpenFile.close(receiver);
        }
    }

    @Test
    void shouldLoseTheMessageWhenNobodyListens() throws Exception {
        String nowhere = directory.resolve("nowhere").toString();
        try (ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", nowhere))) {
            manager.alive();
            assertThat(manager.watchdogNs()).isZero();
        }
    }

    @Test
    void shouldSayNothingWhenTheEnvironmentNamesNoSocket() throws Exception {
        for (String socket : List.of("", "relative", "/" + "x".repeat(200))) {
            try (ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "9"))) {
                manager.ready("unheard");
                assertThat(manager.watchdogNs()).isZero();
            }
        }
    }

    @Test
    void shouldKnowTheWatchdogsTimeOnlyWhenItIsMeantForThisProcess() throws Exception {
        String pid = Long.toString(ProcessHandle.current().pid());
        assertThat(watchdogNs("3000000", pid)).isEqualTo(3_000_000_000L);
        assertThat(watchdogNs("3000000", "")).isEqualTo(3_000_000_000L);
        assertThat(watchdogNs("3000000", "1")).isZero();
        assertThat(watchdogNs("soon", pid)).isZero();
    }

    private static long watchdogNs(String microseconds, String pid) throws KernelException {
        Map<String, String> environment =
                Map.of("NOTIFY_SOCKET", "/nowhere", "WATCHDOG_USEC", microseconds, "WATCHDOG_PID", pid);
        try (ServiceManager manager = ServiceManager.of(environment)) {
            return manager.watchdogNs();
        }
    }

    private static int bind(byte[] path) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            int socket = (int) call.require("socket", CallNumber.SOCKET, 1, 2, 0);
            MemorySegment address = call.bytes(2 + path.length);
            address.set(JAVA_SHORT, 0, (short) 1);
            MemorySegment.copy(path, 0, address, JAVA_BYTE, 2, path.length);
            call.require("bind", CallNumber.BIND, socket, address.address(), 2 + path.length);
            return socket;
        }
    }

    private static String receive(int socket) throws KernelException {
        try (SystemCall call = new SystemCall()) {
            MemorySegment text = call.bytes(256);
            long length = call.require("recvfrom", CallNumber.RECVFROM, socket, text.address(), 256, 0, 0, 0);
            return new String(text.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }
}
