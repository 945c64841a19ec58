package okko.external.agent;

/** Hears, on the agent's thread, what is worth telling. */
public interface AgentListener {

    /**
     * The processor failed on a batch, in a way that it has not before.
     *
     * @param line that says how
     */
    void failed(String line);

    /** The agent makes progress; said every 100 ms or so. */
    void alive();
}
