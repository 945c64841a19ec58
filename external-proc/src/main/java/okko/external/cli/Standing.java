package okko.external.cli;

import okko.external.agent.ProcessorCounters;
import okko.ringshm.kernel.ServiceManager;

/** How a processor stands with the switch; the user and the service manager are told of each change, once. */
final class Standing {

    private final ProcessorRun.Terms terms;
    private final ProcessorCounters counters;
    private final ServiceManager manager;
    private final Console console;
    /** Why it is not attached, as it was told; null while it is, and before the first attempt. */
    private String waitingBecause;
    private boolean isAttached;

    Standing(ProcessorRun.Terms terms, ProcessorCounters counters, ServiceManager manager, Console console) {
        this.terms = terms;
        this.counters = counters;
        this.manager = manager;
        this.console = console;
    }

    boolean isAttached() {
        return isAttached;
    }

    boolean isWaiting() {
        return waitingBecause != null;
    }

    void attached() {
        isAttached = true;
        waitingBecause = null;
        counters.countAttached();
        console.say("attached as " + terms.name() + ", pid " + ProcessHandle.current().pid() + ", processor "
                + terms.description());
        manager.status("attached as " + terms.name());
    }

    void detached() {
        if (isAttached) {
            isAttached = false;
            counters.countDetached();
        }
    }

    void waiting(String reason) {
        if (!reason.equals(waitingBecause)) {
            waitingBecause = reason;
            console.tell(reason + "; waiting");
            manager.status("waiting: " + reason);
        }
    }
}
