/**
 * The Linux system calls that Okko makes, by {@code java.lang.foreign}: no JNI, no native build. <b>Cold</b>, but for
 * the calls that move packets, which hand over a batch each. Constants and structures are those of x86-64.
 *
 * <p>{@link okko.ringshm.kernel.NativeLibrary} binds functions; the other classes each speak of one kind of kernel
 * object. A failed call is a {@link okko.ringshm.kernel.KernelException} that names the call, its object and the error;
 * a call that a signal interrupted is repeated.
 */
package okko.ringshm.kernel;
