package okko.ringshm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcessFdTest {

    @Test
    void shouldTellADeadProcessFromALivingOne() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        try (ProcessFd watched = ProcessFd.open((int) process.pid())) {
            assertThat(watched.isDead()).isFalse();
            process.destroyForcibly().waitFor();
            assertThat(watched.isDead()).isTrue();
        }
    }

    @Test
    void shouldRefuseAProcessThatDoesNotExist() {
        assertThatThrownBy(() -> ProcessFd.open(Integer.MAX_VALUE))
                .isInstanceOfSatisfying(KernelException.class, failure ->
                        assertThat(failure.errno()).isEqualTo(NativeLibrary.ESRCH))
                .hasMessage("pidfd_open of process 2147483647: No such process");
    }
}
