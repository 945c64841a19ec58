package okko.bpf.map;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Names one life of a process in a lock word: its id in the low 32 bits, in the high ones those of its start time in
 * clock ticks since boot ({@code /proc/PID/stat}, field 22), so that a new process with an old id is not taken for it.
 */
final class OwnerToken {

    /** Of this process. */
    static final long OWN = of(ProcessHandle.current().pid());

    // Fields of proc_pid_stat(5) behind the command's closing parenthesis, from 0.
    private static final int STATE_FIELD = 0;
    private static final int THREADS_FIELD = 17;
    private static final int START_FIELD = 19;

    private OwnerToken() {}

    /** Whether the process that a token names surely runs no code any more. */
    static boolean isDead(long token) {
        return of(token & 0xffff_ffffL) != token;
    }

    /** The token of the process that has an id now; 0 if there is none, or only the remains of one. */
    static long of(long pid) {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            return 0;
        } catch (IOException _) {
            return 0; // ESRCH: it ended between open and read
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        boolean isEnded = fields[STATE_FIELD].equals("Z") || fields[STATE_FIELD].equals("X");
        if (isEnded && Integer.parseInt(fields[THREADS_FIELD]) <= 1) {
            return 0; // nobody has asked for its exit status yet
        }
        return pid | Long.parseLong(fields[START_FIELD]) << Integer.SIZE;
    }
}
