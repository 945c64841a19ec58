package okko.switchd.border;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import okko.switchd.Processes;

/** A test's hold on a peer in a process of its own: orders, signals, death. */
final class HostileProcess implements AutoCloseable {

    private final Process process;

    private HostileProcess(Process process) {
        this.process = process;
    }

    /** Starts a peer that takes orders, and waits until it is attached as {@code fw}. */
    static HostileProcess start(SwitchUnderTest okko) throws Exception {
        return start(okko, HostilePeer.class);
    }

    /** Starts a processor that does what it should as {@code fw}, and waits until it is attached. */
    static HostileProcess startHonest(SwitchUnderTest okko) throws Exception {
        return start(okko, HonestPeer.class);
    }

    private static HostileProcess start(SwitchUnderTest okko, Class<?> main) throws Exception {
        List<String> command = Processes.java(main, okko.attachSocket().toString(), "fw");
        HostileProcess started = new HostileProcess(Processes.startAndAwait("attached", command));
        okko.awaitState("fw", "attached");
        return started;
    }

    /** Gives orders, and waits until each is carried out. */
    void order(HostilePeer.Order... orders) throws IOException {
        Writer out = process.outputWriter();
        for (HostilePeer.Order order : orders) {
            out.write(order.name() + "\n");
            out.flush();
            String answer = process.inputReader().readLine();
            if (!"done".equals(answer)) {
                throw new AssertionError(order + ": " + answer);
            }
        }
    }

    void signal(String name) throws Exception {
        Processes.run("kill", "-" + name, Long.toString(process.pid()));
    }

    long pid() {
        return process.pid();
    }

    /** Kills it, and returns when it is dead. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits until it ends by itself, and returns its status. */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
