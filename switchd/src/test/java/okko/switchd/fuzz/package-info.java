/** Looks for input from outside that does more than be refused: coverage-guided, by changing what is known. */
package okko.switchd.fuzz;
