package okko.switchd;

import java.util.ArrayDeque;
import java.util.Deque;

/** Everything that has been opened so far, to be closed in reverse order. */
final class Opened implements AutoCloseable {

    private final Deque<Closing> closings = new ArrayDeque<>();

    /** Closes one thing. */
    @FunctionalInterface
    interface Closing {
        void close() throws Exception;
    }

    /** Remembers how to close something. */
    void add(Closing closing) {
        closings.push(closing);
    }

    /** Closes everything, also if some of it fails; then throws what failed first. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!closings.isEmpty()) {
            try {
                closings.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("closing the switch: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
