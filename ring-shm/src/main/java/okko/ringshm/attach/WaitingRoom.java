package okko.ringshm.attach;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Predicate;
import okko.ringshm.kernel.KernelException;
import okko.ringshm.kernel.PeerCredentials;
import okko.ringshm.kernel.SeqpacketSocket;

/**
 * Callers who are not attached yet: so many of each user at most, so that no user keeps others out. Whoever connects is
 * let in or hung up on at once, and does not stay in the kernel's queue, which all users share.
 */
final class WaitingRoom {

    /** Most callers of one user: as many as can be attached. */
    static final int MAX_CALLERS_PER_USER = 64;

    private final ArrayDeque<Caller> callers = new ArrayDeque<>();

    /** Lets somebody in who has connected, or refuses it. */
    void admit(SeqpacketSocket socket, AttachListener listener, long nowNs) {
        PeerCredentials credentials;
        try {
            credentials = socket.peer();
        } catch (KernelException e) {
            socket.close(); // who it was will never be known
            return;
        }
        Caller caller = new Caller(socket, credentials, nowNs);
        int uid = credentials.uid();
        if (!listener.mayCall(uid)) {
            caller.refuse("user " + uid + " may not attach");
        } else if (count(uid) < MAX_CALLERS_PER_USER || makeRoom(uid)) {
            callers.add(caller);
        } else {
            refuseForNow(caller);
        }
    }

    /** Whoever means to attach asks at once: of those who only hold the line, the one that came first must go. */
    private boolean makeRoom(int uid) {
        Optional<Caller> silent = callers.stream()
                .filter(caller -> caller.credentials().uid() == uid && caller.request() == null)
                .findFirst();
        silent.ifPresent(caller -> {
            callers.remove(caller);
            refuseForNow(caller);
        });
        return silent.isPresent();
    }

    private static void refuseForNow(Caller caller) {
        caller.refuse(new AttachMessage.Refuse(AttachMessage.Outlook.TRY_AGAIN, "user " + caller.credentials().uid()
                + " has " + MAX_CALLERS_PER_USER + " callers waiting already"));
    }

    private long count(int uid) {
        return callers.stream().filter(caller -> caller.credentials().uid() == uid).count();
    }

    /** Shows each caller once, in the order in which they came; those that are done with have left the room. */
    int serve(Predicate<Caller> isDoneWith) {
        int doneCount = 0;
        for (int i = callers.size(); i > 0; i--) {
            Caller caller = callers.removeFirst(); // before it is served: its socket may go to an attachment
            if (isDoneWith.test(caller)) {
                doneCount++;
            } else {
                callers.addLast(caller);
            }
        }
        return doneCount;
    }

    void close() {
        callers.forEach(Caller::hangUp);
        callers.clear();
    }
}
