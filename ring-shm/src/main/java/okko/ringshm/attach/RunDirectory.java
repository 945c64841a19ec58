package okko.ringshm.attach;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.NativeLibrary;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.kernel.SeqpacketSocket;

/**
 * Where a daemon can be found: the directory of its sockets.
 *
 * @param path of the directory
 */
public record RunDirectory(Path path) {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> EVERYBODY = PosixFilePermissions.fromString("rw-rw-rw-");
    private static final Set<PosixFilePermission> PASSAGE =
            Set.of(PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);

    /**
     * Chooses the directory as all commands do: {@code OKKO_RUNDIR} if it is set, else {@code /run/okko} for root, else
     * {@code okko} in {@code XDG_RUNTIME_DIR} if that is set, else {@code /tmp/okko-UID}.
     *
     * @param environment of the process
     * @param uid         its effective user
     * @return the directory; it need not exist
     */
    public static RunDirectory standard(Map<String, String> environment, int uid) {
        String chosen = environment.getOrDefault("OKKO_RUNDIR", "");
        if (!chosen.isEmpty()) {
            return new RunDirectory(Path.of(chosen));
        }
        if (uid == 0) {
            return new RunDirectory(Path.of("/run/okko"));
        }
        String session = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!session.isEmpty()) {
            return new RunDirectory(Path.of(session, "okko"));
        }
        return new RunDirectory(Path.of("/tmp/okko-" + uid));
    }

    /** {@return path of the socket that processors attach by} */
    public Path attachSocket() {
        return path.resolve("okko.attach");
    }

    /** {@return path of the socket that commands go to} */
    public Path controlSocket() {
        return path.resolve("okko.ctl");
    }

    /** {@return path of a link to the directory of the switch's Aeron driver; there if a port needs one} */
    public Path aeronDriver() {
        return path.resolve("aeron");
    }

    /**
     * Makes the directory this daemon's own: creates it for its user alone, and removes sockets that a daemon left
     * behind which is no more.
     *
     * @throws IOException if a daemon lives here, if the directory is another user's or open to others, or if its path
     *                     is too long for a socket
     */
    public void claim() throws IOException {
        SeqpacketSocket.checkPath(attachSocket());
        createOwn(path);
        if (isServed(attachSocket())) {
            throw new IOException("a switch is running already in " + path);
        }
        Files.deleteIfExists(attachSocket());
        Files.deleteIfExists(controlSocket());
    }

    /**
     * Creates a directory for its user alone, or makes sure that the one which is there is.
     *
     * @param path of the directory
     * @throws IOException if it cannot be made, or is another user's or open to others
     */
    public static void createOwn(Path path) throws IOException {
        if (path.getParent() != null) {
            Files.createDirectories(path.getParent());
        }
        try {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            requireOwn(path, e);
        }
    }

    /** In a directory that others may write to, they could put their socket in the place of ours. */
    private static void requireOwn(Path path, FileAlreadyExistsException cause) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(path + " is no directory", cause);
        }
        int owner = (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        int self = PeerCredentials.self().uid();
        if (owner != self) {
            throw new IOException(path + " belongs to user " + owner + ", not to user " + self, cause);
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(path + " may be written to by others (" + PosixFilePermissions.toString(permissions)
                    + "); chmod 700 it, or choose another directory by OKKO_RUNDIR", cause);
        }
    }

    /**
     * Lets processes of other users connect to the attach socket, and to nothing else here. They can pass through the
     * directory but not list it.
     *
     * @throws IOException if the attach socket is not there yet
     */
    public void admitOthers() throws IOException {
        Files.setPosixFilePermissions(attachSocket(), EVERYBODY);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        permissions.addAll(PASSAGE);
        Files.setPosixFilePermissions(path, permissions);
    }

    /** {@return the directory above this one that other users cannot pass through; empty if they reach this one} */
    public Optional<Path> obstacle() {
        Path parent = path.toAbsolutePath().getParent();
        while (parent != null) {
            try {
                if (!Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return Optional.of(parent);
                }
            } catch (IOException e) {
                return Optional.of(parent);
            }
            parent = parent.getParent();
        }
        return Optional.empty();
    }

    private static boolean isServed(Path socket) throws IOException {
        try {
            SeqpacketSocket.connect(socket).close();
            return true;
        } catch (KernelException e) {
            return switch (e.errno()) {
                case NativeLibrary.ENOENT, NativeLibrary.ECONNREFUSED -> false;
                case NativeLibrary.EAGAIN -> true; // somebody listens, and has many callers
                default -> throw e;
            };
        }
    }
}
