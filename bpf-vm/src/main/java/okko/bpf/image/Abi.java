package okko.bpf.image;

import java.util.Locale;

/** The agreement between a program and what runs it: what it is given, what it may call. */
public enum Abi {
    /**
     * Oko's: r1 is the address of the frame's first byte, r2 its length. Helpers have Oko's numbers, and maps
     * Oko's definitions. Its programs are filters, as a rule.
     */
    OKO,
    /**
     * Linux's XDP: r1 is a {@code struct xdp_md *}. Helpers have Linux's numbers, maps are defined by BTF or in section
     * {@code maps}. Its programs are actions, as a rule.
     */
    XDP,
    /**
     * That of the public conformance suite: r1 is the address of some memory, r2 its size, and the memory may be
     * written. Helper 5 ends the program if its argument is 0.
     */
    CONFORMANCE;

    /** {@return the name on command lines} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return what its programs are, unless they are loaded for something else} */
    public Role usualRole() {
        return this == OKO ? Role.FILTER : Role.ACTION;
    }
}
