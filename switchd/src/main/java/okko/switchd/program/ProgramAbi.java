package okko.switchd.program;

import java.util.Arrays;
import okko.bpf.image.Abi;

/** The agreement between a program and the switch: what it is given, what it may call. */
public enum ProgramAbi {
    /** Oko's: a pointer to the frame and its length. */
    OKO(Abi.OKO),
    /** Linux's XDP: a {@code struct xdp_md *}. */
    XDP(Abi.XDP);

    private final Abi abi;

    ProgramAbi(Abi abi) {
        this.abi = abi;
    }

    /**
     * Finds one by its name.
     *
     * @param label as {@link #label} gives it
     * @return the one of this name
     * @throws IllegalArgumentException if there is none
     */
    public static ProgramAbi ofLabel(String label) {
        return Arrays.stream(values()).filter(each -> each.label().equals(label)).findAny()
                .orElseThrow(() -> new IllegalArgumentException("no ABI is named " + label));
    }

    /** {@return the name on command lines} */
    public String label() {
        return abi.label();
    }

    Abi abi() {
        return abi;
    }
}
