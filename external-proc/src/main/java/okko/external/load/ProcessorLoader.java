package okko.external.load;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okko.bpf.program.Engine;
import okko.bpf.program.LoadOptions;
import okko.external.api.Processor;
import okko.external.api.ProcessorContext;
import okko.external.bpf.BpfProcessor;
import okko.external.bpf.ProgramRefusedException;

/** Makes the processor that a command line names: a Java class, one that comes with Okko, or a BPF object file. */
public final class ProcessorLoader {

    private static final String OBJECT_SUFFIX = ".o";

    private ProcessorLoader() {}

    /**
     * Tells whether a name is that of an object file rather than of a class.
     *
     * @param name as typed
     * @return whether it is
     */
    public static boolean isObjectFile(String name) {
        return name.endsWith(OBJECT_SUFFIX);
    }

    /**
     * Loads a BPF object.
     *
     * @param file    the object
     * @param engine  that is to run it
     * @param options how to load it
     * @return the processor
     * @throws ProcessorException if there is no such file, or no program in it that may run
     */
    public static ProcessorChoice loadObject(Path file, Engine engine, LoadOptions options)
            throws ProcessorException {
        try {
            String name = file.getFileName().toString();
            Processor processor = BpfProcessor.load(file.toString(), Files.readAllBytes(file), options, engine);
            return new ProcessorChoice(processor, name + " (" + engine.label() + ")");
        } catch (NoSuchFileException e) {
            throw new ProcessorException(file + ": no such file", List.of());
        } catch (IOException e) {
            throw new ProcessorException(file + ": cannot be read: " + e.getMessage(), List.of());
        } catch (ProgramRefusedException e) {
            throw new ProcessorException(e.getMessage(), e.details());
        }
    }

    /**
     * Lets a processor get ready; whatever goes wrong there is the end.
     *
     * @param processor to start
     * @param context   with the user's settings
     * @throws ProcessorException if it does not start, or a setting is none of its
     */
    public static void start(Processor processor, ProcessorContext context) throws ProcessorException {
        try {
            processor.start(context);
            context.settings().requireAllKnown();
        } catch (IllegalArgumentException | IOException e) {
            throw new ProcessorException(e.getMessage(), List.of());
        } catch (RuntimeException | LinkageError e) {
            throw new ProcessorException("the processor failed to start: " + e, List.of());
        }
    }

    /**
     * Loads Java code. Its class loader lives as long as the processor, that is, as long as the process.
     *
     * @param name      of a class, {@code FILE.jar}, {@code FILE.jar:CLASS}, or the short name of a {@link BuiltIn}
     * @param classPath where classes are found besides there and in Okko
     * @return the processor
     * @throws ProcessorException if there is no such class, or it is no processor
     */
    @SuppressWarnings("resource")
    public static ProcessorChoice loadClass(String name, List<Path> classPath) throws ProcessorException {
        Optional<BuiltIn> builtIn = BuiltIn.of(name);
        if (builtIn.isPresent()) {
            return new ProcessorChoice(builtIn.get().make(), name + " (java)");
        }
        Optional<ProcessorJar> jar = ProcessorJar.of(name);
        List<Path> files = new ArrayList<>(classPath);
        if (jar.isPresent()) {
            jar.get().requireFile();
            files.addFirst(jar.get().file());
        }
        ClassLoader parent = ProcessorLoader.class.getClassLoader();
        ClassLoader loader = files.isEmpty() ? parent : new URLClassLoader(urls(files), parent);
        String className = jar.isPresent() ? jar.get().find(loader) : name;
        return new ProcessorChoice(make(className, loader), className + " (java)");
    }

    private static Processor make(String name, ClassLoader loader) throws ProcessorException {
        try {
            Constructor<?> constructor = Class.forName(name, true, loader).getConstructor();
            if (constructor.newInstance() instanceof Processor processor) {
                return processor;
            }
            throw new ProcessorException(name + " does not implement " + Processor.class.getName(), List.of());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ProcessorException(name + ": no such class on the class path, or one that it needs is missing: "
                    + e.getMessage(), List.of());
        } catch (InvocationTargetException e) {
            throw new ProcessorException(name + " failed in its constructor: " + e.getCause(), List.of());
        } catch (ReflectiveOperationException e) {
            throw new ProcessorException(
                    name + " must be a public class with a public constructor without parameters", List.of());
        }
    }

    private static URL[] urls(List<Path> classPath) throws ProcessorException {
        URL[] urls = new URL[classPath.size()];
        for (int i = 0; i < urls.length; i++) {
            Path path = classPath.get(i);
            if (!Files.exists(path)) {
                throw new ProcessorException(path + ": no such file or directory (from --classpath)", List.of());
            }
            try {
                urls[i] = path.toUri().toURL();
            } catch (MalformedURLException e) {
                throw new ProcessorException(path + ": " + e.getMessage(), List.of());
            }
        }
        return urls;
    }
}
