package okko.ringshm.attach;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Starts classes of the tests as processes of their own. */
final class JavaProcess {

    private JavaProcess() {}

    /** The command that runs a class as this JVM would, with a small heap that has all of its memory from the start. */
    static List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .toList());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmx32m", "-XX:+AlwaysPreTouch"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
