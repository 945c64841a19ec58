/**
 * The module's front: from the bytes of an object file to a function that runs. Loads, verifies, makes maps, and
 * chooses the engine. <b>Cold</b> to load; what it returns is <b>hot</b>.
 */
package okko.bpf.program;
