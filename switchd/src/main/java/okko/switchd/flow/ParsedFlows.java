package okko.switchd.flow;

import java.util.List;

/** What became of an attempt to read flows. */
public sealed interface ParsedFlows {

    /**
     * Every line could be read.
     *
     * @param flows in the order of the text
     */
    record Read(List<Flow> flows) implements ParsedFlows {}

    /**
     * Some lines could not be read.
     *
     * @param errors one line each, in the order of the text: where, what, and what was expected
     */
    record Wrong(List<String> errors) implements ParsedFlows {}
}
