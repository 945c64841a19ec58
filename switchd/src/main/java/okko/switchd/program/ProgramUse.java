package okko.switchd.program;

import java.util.Locale;
import okko.bpf.image.Role;

/** What a program is loaded for. */
public enum ProgramUse {
    /** For {@code filter_prog}: it looks at packets and may not change them. It may be an action as well. */
    FILTER(Role.FILTER),
    /** For {@code prog}: it may change packets and say where they go. */
    ACTION(Role.ACTION);

    private final Role role;

    ProgramUse(Role role) {
        this.role = role;
    }

    /** {@return the name in configurations and on command lines} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Role role() {
        return role;
    }
}
