package okko.external.load;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import okko.external.api.Processor;

/**
 * A jar that holds processors, as {@code --processor} names it: {@code FILE.jar}, or {@code FILE.jar:CLASS}.
 *
 * @param file      the jar
 * @param className of the processor; empty for the only one of the jar
 */
record ProcessorJar(Path file, Optional<String> className) {

    private static final String SUFFIX = ".jar";
    private static final String CLASS_SUFFIX = ".class";

    /** {@return the jar that is meant, if one is} */
    static Optional<ProcessorJar> of(String name) {
        if (name.endsWith(SUFFIX)) {
            return Optional.of(new ProcessorJar(Path.of(name), Optional.empty()));
        }
        int colon = name.lastIndexOf(SUFFIX + ":");
        return colon < 0 ? Optional.empty() : Optional.of(new ProcessorJar(
                Path.of(name.substring(0, colon + SUFFIX.length())),
                Optional.of(name.substring(colon + SUFFIX.length() + 1))));
    }

    void requireFile() throws ProcessorException {
        if (!Files.isRegularFile(file)) {
            throw new ProcessorException(file + ": no such file", List.of());
        }
    }

    /**
     * Finds the class to run.
     *
     * @param loader that has the jar
     * @return its name
     * @throws ProcessorException if there is none, or several and none is named
     */
    String find(ClassLoader loader) throws ProcessorException {
        return className.isPresent() ? className.get() : onlyOne(loader);
    }

    private String onlyOne(ClassLoader loader) throws ProcessorException {
        List<String> found = classNames().stream().filter(name -> isProcessor(name, loader)).toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new ProcessorException(found.isEmpty()
                ? file + ": holds no processor; expected a public class that implements " + Processor.class.getName()
                        + " and has a public constructor without parameters"
                : file + ": holds several processors; name one of them, as in " + file + ":" + found.getFirst(), found);
    }

    private List<String> classNames() throws ProcessorException {
        try (JarFile jar = new JarFile(file.toFile()); Stream<JarEntry> entries = jar.stream()) {
            // A hyphen: module-info, package-info, and what META-INF has for other versions of Java.
            return entries.map(JarEntry::getName)
                    .filter(name -> name.endsWith(CLASS_SUFFIX) && !name.contains("-"))
                    .map(name -> name.substring(0, name.length() - CLASS_SUFFIX.length()).replace('/', '.')).toList();
        } catch (ZipException e) {
            throw new ProcessorException(file + ": is no jar: " + e.getMessage(), List.of());
        } catch (IOException e) {
            throw new ProcessorException(file + ": cannot be read: " + e.getMessage(), List.of());
        }
    }

    /** A class that lacks one that it needs is none that could run; a jar with its libraries has many of those. */
    private static boolean isProcessor(String name, ClassLoader loader) {
        try {
            Class<?> type = Class.forName(name, false, loader);
            return Processor.class.isAssignableFrom(type) && Modifier.isPublic(type.getModifiers())
                    && !Modifier.isAbstract(type.getModifiers())
                    && Stream.of(type.getConstructors()).anyMatch(each -> each.getParameterCount() == 0);
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
