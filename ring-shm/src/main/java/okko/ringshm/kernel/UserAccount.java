package okko.ringshm.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;

/** The users of this machine, wherever it keeps them; see getpwnam(3). */
public final class UserAccount {

    // struct passwd: char *name, char *password, uid_t uid
    private static final int PASSWD_UID_OFFSET = 16;
    private static final int PASSWD_READ_BYTES = 20;

    private UserAccount() {}

    /**
     * Looks a user up. One thread at a time.
     *
     * @param name of the user
     * @return its number; empty if there is no such user
     */
    public static OptionalInt uid(String name) {
        // Bound here and not in a field: asked once or never, and binding is slow.
        Linker linker = Linker.nativeLinker();
        MethodHandle getpwnam = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("getpwnam"), FunctionDescriptor.of(ADDRESS, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment account = (MemorySegment) getpwnam.invokeExact(arena.allocateFrom(name));
            return account.equals(MemorySegment.NULL)
                    ? OptionalInt.empty()
                    : OptionalInt.of(account.reinterpret(PASSWD_READ_BYTES).get(JAVA_INT, PASSWD_UID_OFFSET));
        } catch (Throwable e) {
            throw new LinkageError("getpwnam", e); // the binding is wrong: the C library does not throw
        }
    }
}
