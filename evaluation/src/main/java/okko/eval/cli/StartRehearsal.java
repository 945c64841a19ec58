package okko.eval.cli;

import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine;

/**
 * A short run through what every start of Okko does, recorded at package time into the start-up cache. Not a command:
 * users never run it.
 */
public final class StartRehearsal {

    private StartRehearsal() {}

    /**
     * Runs the rehearsal.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        CommandLine okko = OkkoMain.commandLine();
        okko.setOut(new PrintWriter(Writer.nullWriter()));
        okko.execute("--help");
    }
}
