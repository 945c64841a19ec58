package okko.eval.experiment;

import okko.eval.datapath.CacheUse;
import okko.eval.datapath.Programs;

/** How much use is made of programs; the rows of Oko's second figure. */
public enum ProgramUse {
    /** Support for programs is not used. Stands for a switch without any: this one cannot be built without. */
    NONE("none", "forward", Programs.NONE),
    /** A program is loaded, and no rule asks it. */
    IDLE("idle", "forward", new Programs(1, 0)),
    /** One that has to look at each packet is asked for each packet; it never matches. */
    ONE("one", "switch-bpf", Programs.chain(1));

    private final String label;
    private final String setup;
    private final Programs programs;

    ProgramUse(String label, String setup, Programs programs) {
        this.label = label;
        this.setup = setup;
        this.programs = programs;
    }

    /** {@return the value of the parameter "program"} */
    public String label() {
        return label;
    }

    /**
     * Names a variant.
     *
     * @param cache that it uses
     * @return its label
     */
    public String label(CacheUse cache) {
        return switch (this) {
            case NONE -> "no program";
            case IDLE -> "idle program";
            case ONE -> "one program";
        } + ", " + switch (cache) {
            case ALL -> "all caches";
            case MEGAFLOW -> "megaflow only";
            case NONE -> "no cache";
        };
    }

    String setup() {
        return setup;
    }

    Programs programs() {
        return programs;
    }
}
