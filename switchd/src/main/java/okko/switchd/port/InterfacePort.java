package okko.switchd.port;

/** A port behind which the kernel has a network interface; that may go down, or away and come back. */
public sealed interface InterfacePort extends Port permits AfPacketPort, AfXdpPort, TapPort {

    /** {@return the interface's name in this network namespace} */
    String interfaceName();

    /** {@return the interface's number; another one of the same name has another number} */
    int interfaceIndex();
}
