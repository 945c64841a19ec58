package okko.switchd.control;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Questions that the control thread asks the datapath thread. They are answered between two batches, and the answers
 * come back to the control thread: whatever is built of them costs the datapath nothing. All methods but {@link
 * #answer} and {@link #refuse} are the control thread's.
 */
public final class DatapathCalls {

    private final Predicate<Runnable> datapath;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<Runnable> answers = new ConcurrentLinkedQueue<>();

    /**
     * Makes the way there and back.
     *
     * @param datapath runs what it is given on the datapath thread, between two batches; says false if it cannot take
     *                 more now
     */
    public DatapathCalls(Predicate<Runnable> datapath) {
        this.datapath = datapath;
    }

    /**
     * Has something done on the datapath thread, in the order of the calls; later if too much is waiting there.
     *
     * @param command must be short
     */
    public void submit(Runnable command) {
        waiting.add(command);
        pass();
    }

    private void pass() {
        while (!waiting.isEmpty() && datapath.test(waiting.peek())) {
            waiting.remove();
        }
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
        submit(() -> {
            try {
                answer(future, question.get());
            } catch (RuntimeException | Error e) { // whoever asked is told, rather than left waiting
                answers.add(() -> future.completeExceptionally(e));
            }
        });
        return future;
    }

    /**
     * Answers; any thread may.
     *
     * @param future to complete on the control thread
     * @param value  of the answer
     * @param <T>    of the answer
     */
    public <T> void answer(CompletableFuture<T> future, T value) {
        answers.add(() -> future.complete(value));
    }

    /**
     * Refuses an answer; any thread may.
     *
     * @param future to complete on the control thread
     * @param reason one line
     */
    public void refuse(CompletableFuture<?> future, String reason) {
        answers.add(() -> future.completeExceptionally(new CommandException(reason)));
    }

    /**
     * Completes what has been answered; on the control thread.
     *
     * @return how many answers there were
     */
    public int poll() {
        pass();
        int count = 0;
        for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
            count++;
        }
        return count;
    }
}
