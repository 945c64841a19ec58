package okko.switchd.border;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import okko.ringshm.attach.ProcessorAttachment;

/** A processor made with the product's own library that forks, as a C program may, and dies before its child. */
final class ForkingPeer {

    private ForkingPeer() {}

    /** Arguments: path of the socket, name. Prints the number of the child, which waits for a signal for ever. */
    public static void main(String[] arguments) throws Throwable {
        MethodHandle fork = NativeMemory.bind("fork", FunctionDescriptor.of(JAVA_INT));
        MethodHandle pause = NativeMemory.bind("pause", FunctionDescriptor.of(JAVA_INT));
        ProcessorAttachment attachment = ProcessorAttachment.attach(Path.of(arguments[0]), arguments[1]);
        int child = (int) fork.invokeExact();
        if (child == 0) {
            int _ = (int) pause.invokeExact(); // in a copy of a JVM with this one thread, nothing else can be done
        }
        System.out.println("attached");
        System.out.println(child);
        while (attachment.switchIsAlive()) {
            attachment.beat(System.nanoTime());
            Thread.sleep(20);
        }
    }
}
