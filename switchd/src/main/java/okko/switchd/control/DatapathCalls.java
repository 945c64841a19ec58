package okko.switchd.control;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Questions that the control thread asks the datapath thread. They are answered between two batches, and the answers
 * come back to the control thread: whatever is built of them costs the datapath nothing.
 */
public final class DatapathCalls {

    private final Executor datapath;
    private final ConcurrentLinkedQueue<Runnable> answers = new ConcurrentLinkedQueue<>();

    /**
     * Makes the way there and back.
     *
     * @param datapath runs what it is given on the datapath thread, between two batches
     */
    public DatapathCalls(Executor datapath) {
        this.datapath = datapath;
    }

    /**
     * Asks.
     *
     * @param question run on the datapath thread; must be short
     * @param <T>      of the answer
     * @return the answer, completed on the control thread by {@link #poll}
     */
    public <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> future = new CompletableFuture<>();
        datapath.execute(() -> {
            try {
                answer(future, question.get());
            } catch (RuntimeException e) {
                answers.add(() -> future.completeExceptionally(e));
            }
        });
        return future;
    }

    /**
     * Answers from the datapath thread.
     *
     * @param future to complete on the control thread
     * @param value  of the answer
     * @param <T>    of the answer
     */
    public <T> void answer(CompletableFuture<T> future, T value) {
        answers.add(() -> future.complete(value));
    }

    /**
     * Completes what has been answered; on the control thread.
     *
     * @return how many answers there were
     */
    public int poll() {
        int count = 0;
        for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
            count++;
        }
        return count;
    }
}
