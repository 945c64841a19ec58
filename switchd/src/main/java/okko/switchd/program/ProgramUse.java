package okko.switchd.program;

import java.util.Arrays;
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

    /**
     * Finds one by its name.
     *
     * @param label as {@link #label} gives it
     * @return the one of this name
     * @throws IllegalArgumentException if there is none
     */
    public static ProgramUse ofLabel(String label) {
        return Arrays.stream(values()).filter(each -> each.label().equals(label)).findAny()
                .orElseThrow(() -> new IllegalArgumentException("no use is named " + label));
    }

    /** {@return the name in configurations and on command lines} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Role role() {
        return role;
    }
}
