package okko.switchd.program;

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

    /** {@return the name on command lines} */
    public String label() {
        return abi.label();
    }

    Abi abi() {
        return abi;
    }
}
