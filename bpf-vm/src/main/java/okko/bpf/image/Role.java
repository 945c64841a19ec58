package okko.bpf.image;

import java.util.Locale;

/** What a program is loaded for, and with it whether it may write the packet. */
public enum Role {
    /** Part of a rule's match: it looks at the packet and leaves it as it is, for other rules may be asked too. */
    FILTER,
    /** One of a rule's actions: the packet is its own while it runs. */
    ACTION;

    /** {@return the name on command lines} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return whether a program may write the packet} */
    public boolean packetIsWritable() {
        return this == ACTION;
    }
}
