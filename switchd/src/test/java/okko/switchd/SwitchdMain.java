package okko.switchd;

import picocli.CommandLine;

/** The daemon's command in a process of its own. */
final class SwitchdMain {

    private SwitchdMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SwitchdCommand()).execute(arguments));
    }
}
