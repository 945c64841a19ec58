package okko.external.cli;

import picocli.CommandLine;

/** What the launcher's root command is to {@code okko proc}, for tests. */
final class ProcMain {

    private ProcMain() {}

    public static void main(String[] words) {
        System.exit(new CommandLine(new ProcCommand()).execute(words));
    }
}
