package okko.eval.load;

/**
 * What became of the packets of one trial.
 *
 * @param offered   packets that were due
 * @param lost      of them, did not arrive, for whatever reason
 * @param elapsedNs from when the first was due until the last was accounted for
 */
public record Loss(long offered, long lost, long elapsedNs) {

    /** Checks that no more was lost than offered. */
    public Loss {
        if (offered <= 0 || lost < 0 || lost > offered || elapsedNs <= 0) {
            throw new IllegalArgumentException("not a trial: offered=" + offered + ", lost=" + lost + ", elapsedNs="
                    + elapsedNs);
        }
    }

    /** {@return share of the offered packets that was lost, 0 to 1} */
    public double ratio() {
        return (double) lost / offered;
    }

    /** {@return what arrived, in million packets per second} */
    public double receivedMpps() {
        return (offered - lost) * 1e3 / elapsedNs;
    }
}
