package okko.eval.peer;

/** Which of its caches OVS uses before its megaflows; {@code other_config} of its database says so. */
public enum OvsCaches {
    /** As it comes: the exact-match cache. */
    EMC("EMC", 100, false),
    /** Megaflows alone. */
    MEGAFLOW("megaflow", 0, false),
    /** The signature-match cache, which is off unless asked for. */
    SMC("SMC", 0, true);

    private final String label;
    private final int insertInverseProbability;
    private final boolean signatureMatch;

    OvsCaches(String label, int insertInverseProbability, boolean signatureMatch) {
        this.label = label;
        this.insertInverseProbability = insertInverseProbability;
        this.signatureMatch = signatureMatch;
    }

    /** {@return the word in tables} */
    public String label() {
        return label;
    }

    /** {@return words for {@code ovs-vsctl set Open_vSwitch .}} */
    String[] settings() {
        return new String[] {"other_config:emc-insert-inv-prob=" + insertInverseProbability,
            "other_config:smc-enable=" + signatureMatch};
    }
}
