/**
 * From the name on a command line to a processor: a Java class, one in a jar, one that comes with Okko, or a BPF
 * object. <b>Cold.</b>
 */
package okko.external.load;
