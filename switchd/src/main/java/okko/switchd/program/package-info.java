/**
 * Filters by BPF programs: the only package of the daemon that knows what BPF is. {@link
 * okko.switchd.program.ProgramStore} is <b>cold</b>, the filters that it makes are <b>hot</b>.
 */
package okko.switchd.program;
