package okko.switchd.packet;

/** How an external processor is doing, to the port that feeds it as to the supervisor that watches it. */
public enum ProcessorState {
    /** Nobody is attached. */
    ABSENT("absent"),
    /** A processor is attached and fed. */
    ATTACHED("attached"),
    /** It gives no sign of life, and is not fed until it does. */
    SILENT("silent"),
    /** It hung up: it is not fed any more, what it returns is taken. Its process is not known to be dead. */
    HUNG_UP("hung_up"),
    /** It broke the rules, or was detached: its rings are not looked at. Its process is not known to be dead. */
    CUT_OFF("cut_off"),
    /** It is dead; what it held is being taken back. */
    DEAD("dead");

    private final String label;

    ProcessorState(String label) {
        this.label = label;
    }

    /** {@return the name in listings} */
    public String label() {
        return label;
    }
}
