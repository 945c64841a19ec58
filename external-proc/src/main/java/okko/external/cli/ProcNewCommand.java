package okko.external.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code okko proc new}: writes a project to begin with. */
@Command(
        name = "new",
        description = "Writes a Maven project with a processor, a test of it and the commands to run it.",
        footer = {"", "Example: okko proc new rate-limiter --package org.example.limits"},
        mixinStandardHelpOptions = true)
final class ProcNewCommand implements Callable<Integer> {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "Of the project: lower-case words joined by dashes.")
    private String name;

    @Option(
            names = "--package",
            paramLabel = "PACKAGE",
            description = "Of the processor's class (default: the name without dashes).")
    private String packageName;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where to write it, new or empty (default: ./NAME).")
    private Path directory;

    @Option(
            names = "--okko-version",
            paramLabel = "VERSION",
            description = "Version of Okko that the project depends on (default: this one).")
    private String okkoVersion;

    @Override
    public Integer call() {
        String own = ProcNewCommand.class.getPackage().getImplementationVersion();
        String version = okkoVersion == null ? own : okkoVersion;
        String itsPackage = packageName == null ? name.replace("-", "") : packageName;
        Path target = directory == null ? Path.of(name) : directory;
        requireUsage(NAME.matcher(name).matches(), "NAME is lower-case words joined by dashes, not " + name);
        requireUsage(SourceVersion.isName(itsPackage), "--package: " + itsPackage + " is no name of a package");
        requireUsage(version != null, "--okko-version is needed: this Okko was not packaged and does not know its own");
        try {
            new Scaffold(name, itsPackage, className(), version).write(target);
        } catch (IOException e) {
            spec.commandLine().getErr().println("okko proc new: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        spec.commandLine().getOut().println("wrote " + target + ": see its README.md; mvn -f " + target
                + " verify builds and tests it");
        return CommandLine.ExitCode.OK;
    }

    private String className() {
        return Arrays.stream(name.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    private void requireUsage(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
