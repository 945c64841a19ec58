package okko.eval.bpf;

/** What a program is called with, and which helpers it may call. */
enum Abi {
    /** r1 = first byte of the frame, r2 = its length; helpers 1 to 7 of Oko. */
    OKO,
    /** r1 = {@code struct xdp_md}; helpers of Linux. */
    XDP
}
