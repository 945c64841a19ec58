package okko.switchd.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A bridge, and the number of one of its groups or meters, or none for all of them. */
final class NumberSelection {

    private static final String ALL = "all";

    @Parameters(index = "0", paramLabel = "BRIDGE", description = "Name of the bridge.")
    private String bridge;

    @Parameters(index = "1", arity = "0..1", defaultValue = ALL, paramLabel = "NUMBER", description = "Of one of them, "
            + "also with the name before it as in ovs-ofctl; all of them without it.")
    private String number;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Made by the command line. */
    NumberSelection() {}

    /**
     * Makes the arguments of a command.
     *
     * @param word that may stand before the number
     * @return arguments
     */
    ObjectNode arguments(String word) {
        ObjectNode arguments = SwitchConnection.arguments().put("bridge", bridge);
        String text = number.startsWith(word + "=") ? number.substring(word.length() + 1) : number;
        if (text.equals(ALL)) {
            return arguments;
        }
        try {
            return arguments.put("id", Integer.toUnsignedLong(Integer.parseUnsignedInt(text)));
        } catch (NumberFormatException _) {
            throw new ParameterException(spec.commandLine(), number + ": expected " + word + "=NUMBER, or all");
        }
    }
}
