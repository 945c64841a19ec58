/**
 * Micro benchmarks: the price of single parts, to explain what the evaluation of the whole shows. <b>Cold</b> to set
 * up; what they measure is hot.
 *
 * <p>To run them, after {@code mvn package}:
 * <pre>{@code
 * M2=~/.m2/repository
 * java -cp evaluation/target/okko/okko.jar:$M2/org/openjdk/jmh/jmh-core/1.37/jmh-core-1.37.jar:\
 * $M2/net/sf/jopt-simple/jopt-simple/5.0.4/jopt-simple-5.0.4.jar org.openjdk.jmh.Main okko.eval.jmh -prof gc
 * }</pre>
 * JMH is on the class path of the build only: nothing that users start ever loads it.
 */
package okko.eval.jmh;
