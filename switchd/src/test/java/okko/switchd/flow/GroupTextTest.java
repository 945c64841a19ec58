package okko.switchd.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupTextTest {

    private static final PortNames PORTS = new PortNames(Map.of("p1", 1, "p2", 2));

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            group_id=1,type=indirect,bucket=output:p1 ; group_id=1,type=indirect,bucket=actions=output:1
            group_id=4294967040,type=all ; group_id=4294967040,type=all
            group_id=1 type=select bucket=weight:3,actions=output:p1,output:p2 bucket=bucket_id:7,weight=0,drop ; \
            group_id=1,type=select,bucket=bucket_id:0,weight:3,actions=output:1,output:2,\
            bucket=bucket_id:7,weight:0,actions=drop
            group_id=0,type=ff,bucket=watch_port:p2,actions=output:p2,bucket=watch_group:5,watch_port:any,group:5 ; \
            group_id=0,type=fast_failover,bucket=watch_port:2,actions=output:2,bucket=watch_group:5,actions=group:5
            """)
    void shouldPrintWhatItReadInOneForm(String text, String canonical) throws FlowSyntaxException {
        Group group = GroupText.parse(text, PORTS);
        assertThat(GroupText.print(group)).isEqualTo(canonical);
        assertThat(GroupText.parse(canonical, PORTS)).isEqualTo(group);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type=all | column 1: a group has group_id=NUMBER and type=TYPE before its buckets
            group_id=1,type=some | column 12: type=some: expected one of all, select, indirect, fast_failover
            group_id=4294967041,type=all | column 1: 4294967041: expected a number, 0 to 4294967040
            group_id=1,typ=all | column 12: unknown word typ=all; expected group_id=NUMBER, type=TYPE or bucket=BUCKET
            group_id=1,type=indirect | column 1: group_id=1: an indirect group has one bucket, not 0
            group_id=1,type=all,bucket=weight:65536,output:1 | column 35: 65536: expected a number, 0 to 65535
            group_id=1,type=all,bucket=output:p9 | column 35: unknown port p9 in actions; ports are p1 (1), p2 (2)
            group_id=1,type=ff,bucket=watch_port:9,drop | \
            column 38: unknown port 9 in watch_port; ports are p1 (1), p2 (2)
            """)
    void shouldSayWhatIsWrongAndWhere(String text, String message) {
        assertThatThrownBy(() -> GroupText.parse(text, PORTS)).hasMessage(message);
    }

    @Test
    void shouldKnowWhichGroupsItLeadsTo() throws FlowSyntaxException {
        Group group = GroupText.parse("group_id=1,type=ff,bucket=watch_group:7,group:3,bucket=group:4,output:1", PORTS);
        assertThat(group.references()).isEqualTo(Set.of(3, 4, 7));
    }
}
