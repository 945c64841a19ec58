package okko.eval.run;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import okko.eval.measure.Machine;

/**
 * How to start another process of the same program: the same JVM, flags and class path as this one.
 *
 * @param prefix everything before the program's own arguments
 */
public record JavaCommand(List<String> prefix) {

    private static final String MAIN_CLASS = "okko.eval.cli.OkkoMain";

    /**
     * Beginnings of flags that serve this process and not the measured ones: a debugger, another agent, and what the
     * journal of runs needs. A start-up cache was recorded without the latter, and with them it does not fit.
     */
    private static final List<String> OURS = List.of("-agentlib", "-javaagent", "--add-opens=",
            "--add-exports=java.base/jdk.internal.ref=", "--sun-misc-unsafe-memory-access=", "-Dchronicle.");

    /** {@return how to start a process like this one} */
    public static JavaCommand likeThisOne() {
        List<String> prefix = new ArrayList<>();
        prefix.add(ProcessHandle.current().info().command().orElse("java"));
        Machine.jvmFlags().stream().filter(flag -> OURS.stream().noneMatch(flag::startsWith)).forEach(prefix::add);
        prefix.add("-cp");
        prefix.add(ManagementFactory.getRuntimeMXBean().getClassPath());
        prefix.add(MAIN_CLASS);
        return new JavaCommand(List.copyOf(prefix));
    }

    /**
     * Chooses another main class.
     *
     * @param mainClass on the class path
     * @return the same JVM, flags and class path
     */
    public JavaCommand running(String mainClass) {
        List<String> other = new ArrayList<>(prefix);
        other.set(other.size() - 1, mainClass);
        return new JavaCommand(List.copyOf(other));
    }

    /**
     * Adds a command of Okko.
     *
     * @param arguments of the command line
     * @return what to start
     */
    public List<String> with(String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(arguments));
        return command;
    }
}
