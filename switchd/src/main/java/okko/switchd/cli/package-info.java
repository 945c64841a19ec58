/**
 * What a person types: {@code okko ctl} and {@code okko ofctl}, one class per subcommand. <b>Cold.</b> A subcommand
 * asks the running switch by {@link okko.switchd.control.ControlClient} and prints; it knows nothing of the switch.
 * ({@code okko switchd} is beside the switch that it starts: {@code okko.switchd.SwitchdCommand}.)
 */
package okko.switchd.cli;
