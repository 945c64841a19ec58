package okko.switchd.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class FlowTextTest {

    private static final PortNames PORTS = new PortNames(Map.of("p1", 1, "p2", 2, "fw", 3), Set.of(3));

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = {"/cases/flows.txt", "/cases/actions.txt"}, delimiter = ';', numLinesToSkip = 1)
    void shouldPrintCanonicalFormWhenFlowIsRead(String text, String canonical) throws FlowSyntaxException {
        Flow flow = FlowText.parse(text, PORTS);
        assertThat(FlowText.print(flow)).isEqualTo(canonical);
        assertThat(FlowText.parse(canonical, PORTS)).isEqualTo(flow);
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/cases/flow-errors.txt", delimiter = '|', numLinesToSkip = 1)
    void shouldSayWhereAndWhatWasExpectedWhenFlowIsWrong(String text, String message) {
        assertThatThrownBy(() -> FlowText.parse(text, PORTS))
                .isInstanceOf(FlowSyntaxException.class)
                .hasMessage(message);
    }

    @Test
    void shouldNarrowKeyAndMaskWhenSeveralFieldsAreMatched() throws FlowSyntaxException {
        Flow flow = FlowText.parse("priority=10,in_port=1,tcp,nw_dst=10.0.0.0/8,tp_dst=80,filter_prog=1,"
                + "actions=output:2,output:fw", PORTS);
        Match match = flow.match();
        assertThat(flow.priority()).isEqualTo(10);
        assertThat(flow.filterProgram()).isEqualTo(1);
        assertThat(flow.actions()).isEqualTo(List.of(new Action.Output(2), new Action.Output(3)));
        assertThat(match.keyWord(FlowKey.ADDRESSES)).isEqualTo(0x0a000000L);
        assertThat(match.maskWord(FlowKey.ADDRESSES)).isEqualTo(0xff000000L);
        assertThat(match.keyWord(FlowKey.PORT_AND_NETWORK)).isEqualTo(0x1_06000000L);
        assertThat(match.maskWord(FlowKey.PORT_AND_NETWORK)).isEqualTo(0xffffffff_ff000000L);
        assertThat(match.keyWord(FlowKey.TRANSPORT)).isEqualTo(80L << 32);
        assertThat(match.maskWord(FlowKey.DESTINATION_AND_TYPE)).isEqualTo(0xffffL);
        assertThat(match.maskWord(FlowKey.METADATA)).isZero();
    }

    @Test
    void shouldReadAllLinesWhenSomeAreCommentsOrBlank() {
        ParsedFlows parsed = FlowText.parseAll("""
                # from p1 to p2

                in_port=p1,actions=output:p2   # and nothing else
                priority=0,actions=drop
                """, PORTS);
        assertThat(parsed).isInstanceOfSatisfying(ParsedFlows.Read.class, read ->
                assertThat(read.flows()).map(FlowText::print)
                        .containsExactly("in_port=1,actions=output:2", "priority=0,actions=drop"));
    }

    @Test
    void shouldCollectOneErrorPerLineWhenSeveralLinesAreWrong() {
        ParsedFlows parsed = FlowText.parseAll("""
                in_port=p7,actions=drop
                actions=drop
                actions=fly
                """, PORTS);
        assertThat(parsed).isEqualTo(new ParsedFlows.Wrong(List.of(
                "line 1, column 1: unknown port p7 in in_port; ports are fw (3), p1 (1), p2 (2)",
                "line 3, column 9: unknown action fly; expected output:PORT, drop, "
                        + "set_field:VALUE->FIELD or another of docs/flows.md")));
    }
}
