package okko.switchd.control;

/** A port and its external processor in {@code proc list} and {@code proc show}. */
public sealed interface ExternalReport permits MessageProcessorReport, ProcessorReport {

    /** {@return the port's name} */
    String port();
}
