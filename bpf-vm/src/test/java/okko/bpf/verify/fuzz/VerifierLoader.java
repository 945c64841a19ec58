package okko.bpf.verify.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import okko.bpf.image.ProgramImage;
import org.agrona.UnsafeApi;

/**
 * Loads the verifier a second time, with some classes changed, and those tests that speak to it; all that both use,
 * programs and interpreter among it, are the classes that everybody has.
 */
final class VerifierLoader extends ClassLoader {

    private static final String PACKAGE = "okko.bpf.verify.";

    private final Map<String, byte[]> changed;

    private VerifierLoader(Map<String, byte[]> changed) {
        super(VerifierLoader.class.getClassLoader());
        this.changed = changed;
    }

    /** The verifier as it is. */
    static VerifierLoader unchanged() {
        return new VerifierLoader(Map.of());
    }

    /** The verifier with a bug. */
    static VerifierLoader of(PlantedBug bug) throws IOException {
        return new VerifierLoader(compiled(bug.className(), bug.mutatedSource()));
    }

    /** Makes an object of a class of the verifier's tests. */
    Object newInstance(Class<?> type, List<?> argument) throws ReflectiveOperationException {
        return loadClass(type.getName()).getConstructor(List.class).newInstance(argument);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PACKAGE)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = changed.get(name);
        if (bytes == null) {
            try (var stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                bytes = stream == null ? null : stream.readAllBytes();
            } catch (IOException failure) {
                throw new ClassNotFoundException(name, failure);
            }
        }
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    /** Classes by name. */
    private static Map<String, byte[]> compiled(String name, String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var outputs = new HashMap<String, ByteArrayOutputStream>();
        var messages = new StringWriter();
        try (var files = new InMemory(compiler.getStandardFileManager(null, null, null), outputs)) {
            boolean succeeded = compiler.getTask(messages, files, null,
                    List.of("-proc:none", "-nowarn", "-classpath", placeOf(ProgramImage.class) + File.pathSeparator
                            + placeOf(UnsafeApi.class)),
                    null, List.of(new Source(name, source))).call();
            if (!succeeded) {
                throw new IllegalStateException("the planted bug does not compile:\n" + messages);
            }
        }
        var classes = new HashMap<String, byte[]>();
        outputs.forEach((each, bytes) -> classes.put(each, bytes.toByteArray()));
        return classes;
    }

    private static Path placeOf(Class<?> type) {
        return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /** A class's text. */
    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps what the compiler writes. */
    private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {

        private final Map<String, ByteArrayOutputStream> outputs;

        InMemory(StandardJavaFileManager files, Map<String, ByteArrayOutputStream> outputs) {
            super(files);
            this.outputs = outputs;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return outputs.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
