package okko.switchd.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Questions that the control thread asks the datapath threads. They are answered between two batches, and the answers
 * come back to the control thread: whatever is built of them costs the datapath nothing. All methods but {@link
 * #answer} and {@link #refuse} are the control thread's.
 *
 * <p>What names no thread happens while all of them stand still, so it may touch what any of them uses. All threads
 * take the calls in one order.
 */
public final class DatapathCalls {

    private final List<Line> lines;
    private final ConcurrentLinkedQueue<Runnable> answers = new ConcurrentLinkedQueue<>();

    /** The way to one thread. */
    private record Line(Predicate<Runnable> datapath, ArrayDeque<Runnable> waiting) {

        void submit(Runnable command) {
            waiting.add(command);
            pass();
        }

        void pass() {
            while (!waiting.isEmpty() && datapath.test(waiting.peek())) {
                waiting.remove();
            }
        }
    }

    /**
     * Makes the ways there and back.
     *
     * @param datapaths by thread: runs what it is given on that thread, between two batches; says false if it cannot
     *                  take more now
     */
    public DatapathCalls(List<Predicate<Runnable>> datapaths) {
        lines = datapaths.stream().map(datapath -> new Line(datapath, new ArrayDeque<>())).toList();
    }

    /**
     * Makes the ways to a single datapath thread.
     *
     * @param datapath as in the list
     */
    public DatapathCalls(Predicate<Runnable> datapath) {
        this(List.of(datapath));
    }

    /** {@return how many datapath threads there are} */
    public int threads() {
        return lines.size();
    }

    /**
     * Has something done on a datapath thread, in the order of the calls; later if too much is waiting there.
     *
     * @param thread  number of the thread
     * @param command must be short
     */
    public void submit(int thread, Runnable command) {
        lines.get(thread).submit(command);
    }

    /**
     * Has something done while all datapath threads stand still, on one of them, in the order of the calls.
     *
     * @param command must be short
     */
    public void submit(Runnable command) {
        Runnable halt = lines.size() == 1 ? command : new Halt(lines.size(), command);
        lines.forEach(line -> line.submit(halt));
    }

    /**
     * Asks a thread.
     *
     * @param thread   number of the thread
     * @param question run there; must be short
     * @param <T>      of the answer
     * @return the answer, completed on the control thread by {@link #poll}
     */
    public <T> CompletableFuture<T> ask(int thread, Supplier<T> question) {
        CompletableFuture<T> future = new CompletableFuture<>();
        submit(thread, answering(question, future));
        return future;
    }

    /**
     * Asks while all datapath threads stand still.
     *
     * @param question run on one of them; must be short
     * @param <T>      of the answer
     * @return the answer, completed on the control thread by {@link #poll}
     */
    public <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> future = new CompletableFuture<>();
        submit(answering(question, future));
        return future;
    }

    /**
     * Asks each thread; none waits for another.
     *
     * @param question by thread, run there; must be short
     * @param <T>      of an answer
     * @return all answers by thread, completed on the control thread by {@link #poll} when the last one is there
     */
    public <T> CompletableFuture<List<T>> askEach(IntFunction<T> question) {
        List<CompletableFuture<T>> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int thread = i;
            all.add(ask(thread, () -> question.apply(thread)));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(_ -> all.stream().map(CompletableFuture::join).toList());
    }

    private <T> Runnable answering(Supplier<T> question, CompletableFuture<T> future) {
        return () -> {
            try {
                answer(future, question.get());
            } catch (RuntimeException | Error e) { // whoever asked is told, rather than left waiting
                answers.add(() -> future.completeExceptionally(e));
            }
        };
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
        lines.forEach(Line::pass);
        int count = 0;
        for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
            count++;
        }
        return count;
    }
}
