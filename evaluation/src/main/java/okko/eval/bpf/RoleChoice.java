package okko.eval.bpf;

import okko.bpf.image.Role;
import okko.bpf.program.LoadOptions;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says what a program is loaded for. */
final class RoleChoice {

    @Option(names = "--role", paramLabel = "ROLE", converter = RoleName.class,
            description = "What it is loaded for: filter, which only reads the packet, or action, which may write it "
                    + "(default: filter for abi oko, action for abi xdp).")
    private Role role;

    /** {@return options with this choice} */
    LoadOptions applyTo(LoadOptions options) {
        return options.withRole(role);
    }

    private static final class RoleName implements ITypeConverter<Role> {

        @Override
        public Role convert(String name) {
            for (Role role : Role.values()) {
                if (role.label().equals(name)) {
                    return role;
                }
            }
            throw new TypeConversionException("expected filter or action, but was '" + name + "'");
        }
    }
}
