package okko.bpf.map;

/**
 * Where a tail call goes: a function that is confined to one thread. All that a program array knows of it is that
 * somebody must close it.
 */
public interface TailCallTarget extends AutoCloseable {

    /** Says that the thread will not run it again. Closing twice is closing once. */
    @Override
    void close();
}
