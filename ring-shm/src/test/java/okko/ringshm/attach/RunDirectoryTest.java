package okko.ringshm.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Map;
import okko.ringshm.kernel.SeqpacketSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {

    @TempDir
    private Path parent;

    @Test
    void shouldPreferTheDirectoryThatTheUserChose() {
        Map<String, String> environment = Map.of("OKKO_RUNDIR", "/a", "XDG_RUNTIME_DIR", "/run/user/5");
        assertThat(RunDirectory.standard(environment, 0).path()).isEqualTo(Path.of("/a"));
        assertThat(RunDirectory.standard(environment, 5).path()).isEqualTo(Path.of("/a"));
    }

    @Test
    void shouldFallBackByUser() {
        Map<String, String> session = Map.of("XDG_RUNTIME_DIR", "/run/user/5");
        assertThat(RunDirectory.standard(session, 0).path()).isEqualTo(Path.of("/run/okko"));
        assertThat(RunDirectory.standard(session, 5).path()).isEqualTo(Path.of("/run/user/5/okko"));
        assertThat(RunDirectory.standard(Map.of("OKKO_RUNDIR", ""), 5).path()).isEqualTo(Path.of("/tmp/okko-5"));
    }

    @Test
    void shouldNameItsSockets() {
        RunDirectory directory = new RunDirectory(Path.of("/run/okko"));
        assertThat(directory.attachSocket()).isEqualTo(Path.of("/run/okko/okko.attach"));
        assertThat(directory.controlSocket()).isEqualTo(Path.of("/run/okko/okko.ctl"));
    }

    @Test
    void shouldBeForItsUserAloneWhenCreated() throws IOException {
        RunDirectory directory = new RunDirectory(parent.resolve("a/b"));
        directory.claim();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldRemoveSocketsThatADeadDaemonLeft() throws IOException {
        RunDirectory directory = new RunDirectory(parent.resolve("okko"));
        directory.claim();
        SeqpacketSocket.listen(directory.attachSocket()).close();
        Files.createFile(directory.controlSocket());
        assertThat(directory.attachSocket()).exists();
        directory.claim();
        assertThat(directory.attachSocket()).doesNotExist();
        assertThat(directory.controlSocket()).doesNotExist();
    }

    @Test
    void shouldRefuseWhereADaemonLives() throws IOException {
        RunDirectory directory = new RunDirectory(parent.resolve("okko"));
        directory.claim();
        try (SeqpacketSocket daemon = SeqpacketSocket.listen(directory.attachSocket())) {
            assertThatThrownBy(directory::claim)
                    .isInstanceOf(IOException.class)
                    .hasMessage("a switch is running already in " + directory.path());
            assertThat(daemon.accept()).isPresent().get().satisfies(SeqpacketSocket::close);
        }
        assertThat(directory.attachSocket()).exists();
    }

    @Test
    void shouldRefuseADirectoryThatOthersMayWriteTo() throws IOException {
        Path open = Files.createDirectory(parent.resolve("okko"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(new RunDirectory(open)::claim)
                .isInstanceOf(IOException.class)
                .hasMessage(open + " may be written to by others (rwxrwxrwx); chmod 700 it, or choose another"
                        + " directory by OKKO_RUNDIR");
    }

    @Test
    void shouldRefuseWhatIsNoDirectory() throws IOException {
        Path file = Files.createFile(parent.resolve("okko"));
        assertThatThrownBy(new RunDirectory(file)::claim).hasMessage(file + " is no directory");
    }

    @Test
    void shouldRefuseAPathTooLongForASocket() {
        Path tooLong = parent.resolve("x".repeat(100));
        assertThatThrownBy(new RunDirectory(tooLong)::claim)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the path of a socket has at most 107 bytes: " + tooLong);
        assertThat(tooLong).doesNotExist();
    }

    @Test
    void shouldLetOthersPassToTheAttachSocketAlone(@TempDir Path parent) throws IOException {
        RunDirectory directory = new RunDirectory(parent.resolve("okko"));
        directory.claim();
        Files.createFile(directory.attachSocket());
        Files.createFile(directory.controlSocket(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        directory.admitOthers();
        assertThat(mode(directory.path())).isEqualTo("rwx--x--x");
        assertThat(mode(directory.attachSocket())).isEqualTo("rw-rw-rw-");
        assertThat(mode(directory.controlSocket())).isEqualTo("rw-------");
        directory.claim();
        assertThat(directory.attachSocket()).as("left behind; nobody serves it").doesNotExist();
    }

    @Test
    void shouldNameTheDirectoryThatKeepsOthersOut(@TempDir Path parent) throws IOException {
        Path outer = Files.createDirectories(parent.resolve("outer/inner")).getParent();
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(outer, PosixFilePermissions.fromString("rwx------"));
        assertThat(new RunDirectory(outer.resolve("inner/okko")).obstacle()).contains(outer);
        Files.setPosixFilePermissions(outer, PosixFilePermissions.fromString("rwx--x--x"));
        assertThat(new RunDirectory(outer.resolve("inner/okko")).obstacle()).isNotEqualTo(Optional.of(outer));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
