package okko.switchd.openflow.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okko.switchd.openflow.BundleMessage;
import okko.switchd.openflow.BundleMessage.BundleAdd;
import okko.switchd.openflow.BundleMessage.BundleControl;
import okko.switchd.openflow.BundleMessage.Control;
import okko.switchd.openflow.ChangeMessage;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import org.agrona.concurrent.NanoClock;

/**
 * Messages that controllers have put together, until they are carried out, forgotten, or let lie for {@value
 * #PATIENCE_S} s. Bundles are ordered and atomic, whether that was asked for or not.
 */
final class Bundles {

    /** As in Open vSwitch ({@code bundle-idle-timeout}). */
    private static final long PATIENCE_S = 10;

    private static final int MAX_BUNDLES_OF_ONE = 64;

    /** Of the messages in all bundles as they came: what a decoded one takes is some times as much. */
    private static final long MAX_BYTES = 64L << 20;

    private static final int ALL_FLAGS = BundleMessage.FLAG_ATOMIC | BundleMessage.FLAG_ORDERED;

    private final Map<Key, Bundle> bundles = new LinkedHashMap<>();
    private final Committer committer;
    private final NanoClock clock;
    private long bytes;

    /** Carries bundles out. */
    @FunctionalInterface
    interface Committer {

        /**
         * Makes all changes of a bundle, or none.
         *
         * @param controller that wants it
         * @param messages   in order
         * @return completed when they are in force
         * @throws OpenFlowException if one cannot be carried out; its sender has been told which
         */
        CompletableFuture<Void> commit(Controller controller, List<Inner> messages) throws OpenFlowException;
    }

    /**
     * A message in a bundle.
     *
     * @param xid    of it
     * @param change that it asks for
     * @param frame  the message that brought it
     */
    record Inner(int xid, ChangeMessage change, byte[] frame) {}

    private record Key(long controller, int bundle) {}

    /** A bundle that waits. */
    private static final class Bundle {

        final Controller controller;
        final int flags;
        final int xid;
        final byte[] opening;
        final List<Inner> messages = new ArrayList<>();
        long bytes;
        long usedNs;
        boolean isClosed;

        Bundle(Controller controller, int flags, int xid, byte[] opening) {
            this.controller = controller;
            this.flags = flags;
            this.xid = xid;
            this.opening = opening;
        }
    }

    Bundles(Committer committer, NanoClock clock) {
        this.committer = committer;
        this.clock = clock;
    }

    /** As {@link RequestHandler#handle}. */
    CompletableFuture<Void> handle(Controller controller, int xid, BundleMessage message, byte[] frame)
            throws OpenFlowException {
        return switch (message) {
            case BundleAdd add -> {
                add(controller, xid, add, frame);
                yield CompletableFuture.completedFuture(null);
            }
            case BundleControl control -> control(controller, xid, control, frame);
        };
    }

    private CompletableFuture<Void> control(Controller controller, int xid, BundleControl asked, byte[] frame)
            throws OpenFlowException {
        Key key = new Key(controller.id(), asked.bundleId());
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        Control answer = switch (asked.control()) {
            case OPEN_REQUEST -> {
                if (bundles.containsKey(key)) {
                    forget(key);
                    throw new OpenFlowException(OpenFlowError.OFPBFC_BAD_ID, name(asked) + " was begun already");
                }
                open(controller, key, asked.flags(), xid, frame);
                yield Control.OPEN_REPLY;
            }
            case CLOSE_REQUEST -> {
                usable(key, asked.flags()).isClosed = true;
                yield Control.CLOSE_REPLY;
            }
            case COMMIT_REQUEST -> {
                done = commit(key, asked);
                yield Control.COMMIT_REPLY;
            }
            case DISCARD_REQUEST -> {
                existing(key);
                forget(key);
                yield Control.DISCARD_REPLY;
            }
            case OPEN_REPLY, CLOSE_REPLY, COMMIT_REPLY, DISCARD_REPLY ->
                throw new OpenFlowException(OpenFlowError.OFPBFC_BAD_TYPE, "a switch is not answered about bundles");
        };
        return done.thenRun(() -> controller.send(xid, new BundleControl(asked.bundleId(), answer, 0)));
    }

    private static String name(BundleControl asked) {
        return "bundle " + Integer.toUnsignedString(asked.bundleId());
    }

    private Bundle open(Controller controller, Key key, int flags, int xid, byte[] frame) throws OpenFlowException {
        if ((flags & ~ALL_FLAGS) != 0) {
            throw new OpenFlowException(OpenFlowError.OFPBFC_BAD_FLAGS,
                    "expected atomic and ordered: flags=0x" + Integer.toHexString(flags));
        }
        if (bundles.keySet().stream().filter(other -> other.controller == key.controller).count()
                >= MAX_BUNDLES_OF_ONE) {
            throw new OpenFlowException(OpenFlowError.OFPBFC_OUT_OF_BUNDLES,
                    "a controller has at most " + MAX_BUNDLES_OF_ONE + " bundles at a time");
        }
        Bundle bundle = new Bundle(controller, flags, xid, frame.clone());
        bundle.usedNs = clock.nanoTime();
        bundles.put(key, bundle);
        return bundle;
    }

    private Bundle existing(Key key) throws OpenFlowException {
        Bundle bundle = bundles.get(key);
        if (bundle == null) {
            throw new OpenFlowException(OpenFlowError.OFPBFC_BAD_ID,
                    "there is no bundle " + Integer.toUnsignedString(key.bundle));
        }
        return bundle;
    }

    /** {@return a bundle that can take more; one that is spoken of wrongly is forgotten} */
    private Bundle usable(Key key, int flags) throws OpenFlowException {
        Bundle bundle = existing(key);
        if (bundle.isClosed) {
            forget(key);
            throw new OpenFlowException(OpenFlowError.OFPBFC_BUNDLE_CLOSED,
                    "bundle " + Integer.toUnsignedString(key.bundle) + " is closed");
        }
        if (bundle.flags != flags) {
            forget(key);
            throw new OpenFlowException(OpenFlowError.OFPBFC_BAD_FLAGS, "the bundle was begun with flags=0x%x, not 0x%x"
                    .formatted(bundle.flags, flags));
        }
        bundle.usedNs = clock.nanoTime();
        return bundle;
    }

    private void add(Controller controller, int xid, BundleAdd added, byte[] frame) throws OpenFlowException {
        Key key = new Key(controller.id(), added.bundleId());
        if (added.xid() != xid) {
            throw new OpenFlowException(OpenFlowError.OFPBFC_MSG_BAD_XID,
                    "the message in the bundle has another xid: 0x%x, not 0x%x".formatted(added.xid(), xid));
        }
        Inner inner = switch (added.message()) {
            case ChangeMessage.MeterMod _, ChangeMessage.TableMod _ -> throw unsupported(added);
            case ChangeMessage change -> new Inner(xid, change, frame.clone());
            default -> throw unsupported(added);
        };
        Bundle bundle = bundles.containsKey(key)
                ? usable(key, added.flags())
                : open(controller, key, added.flags(), xid, frame);
        if (bytes + inner.frame.length > MAX_BYTES) {
            throw new OpenFlowException(OpenFlowError.OFPBFC_MSG_TOO_MANY,
                    "all bundles together have at most " + MAX_BYTES + " bytes");
        }
        bundle.messages.add(inner);
        bundle.bytes += inner.frame.length;
        bytes += inner.frame.length;
    }

    private static OpenFlowException unsupported(BundleAdd added) {
        return new OpenFlowException(OpenFlowError.OFPBFC_MSG_UNSUP,
                "not in a bundle: " + added.message().getClass().getSimpleName());
    }

    private CompletableFuture<Void> commit(Key key, BundleControl asked) throws OpenFlowException {
        Bundle bundle = existing(key);
        forget(key);
        if (bundle.flags != asked.flags()) {
            throw new OpenFlowException(OpenFlowError.OFPBFC_BAD_FLAGS, "the bundle was begun with flags=0x%x, not 0x%x"
                    .formatted(bundle.flags, asked.flags()));
        }
        return committer.commit(bundle.controller, bundle.messages);
    }

    private void forget(Key key) {
        bytes -= bundles.remove(key).bytes;
    }

    /** Forgets the bundles of a connection that is gone. */
    void gone(Controller controller) {
        for (Key key : List.copyOf(bundles.keySet())) {
            if (key.controller == controller.id()) {
                forget(key);
            }
        }
    }

    /** Forgets bundles that nobody has spoken of for too long. {@return how many} */
    int expire() {
        if (bundles.isEmpty()) {
            return 0;
        }
        long nowNs = clock.nanoTime();
        int count = 0;
        for (Iterator<Bundle> all = bundles.values().iterator(); all.hasNext(); ) {
            Bundle bundle = all.next();
            if (nowNs - bundle.usedNs > TimeUnit.SECONDS.toNanos(PATIENCE_S)) {
                all.remove();
                bytes -= bundle.bytes;
                bundle.controller.refuse(bundle.xid, new OpenFlowException(OpenFlowError.OFPBFC_TIMEOUT,
                        "nothing was said about the bundle for " + PATIENCE_S + " s"), bundle.opening);
                count++;
            }
        }
        return count;
    }
}
