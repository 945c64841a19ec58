package okko.switchd.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            meter=1,kbps,burst,stats,bands=type=drop,rate=1000,burst_size=200 ; \
            meter=1,kbps,burst,stats,bands=type=drop,rate=1000,burst_size=200
            meter=4294901760 pktps bands=type=dscp_remark,rate=5,prec_level=1,type=drop,rate=4294967295 ; \
            meter=4294901760,pktps,bands=type=dscp_remark,rate=5,prec_level=1,type=drop,rate=4294967295
            meter=2,pktps,band=type=drop,rate=5,band=type=drop,rate=6 ; \
            meter=2,pktps,bands=type=drop,rate=5,type=drop,rate=6
            """)
    void shouldPrintWhatItReadInOneForm(String text, String canonical) throws FlowSyntaxException {
        Meter meter = MeterText.parse(text);
        assertThat(MeterText.print(meter)).isEqualTo(canonical);
        assertThat(MeterText.parse(canonical)).isEqualTo(meter);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            meter=1,bands=type=drop,rate=1 | column 1: the unit is missing; expected kbps or pktps
            meter=1,kbps | column 1: meter=1 has no band
            kbps,bands=type=drop,rate=1 | column 1: meter must be 1 to 4294901760: meter=0
            meter=1,kbps,bands=type=drop | column 1: the rate of a band must be at least 1: rate=0
            meter=1,kbps,bands=type=lose,rate=1 | column 14: type=lose: expected drop or dscp_remark
            meter=1,kbps,bands=type=drop,rate=x | column 30: x: expected a number, 0 to 4294967295
            meter=1,mbps | column 9: unknown word mbps; expected meter=NUMBER, kbps, pktps, burst, stats, or \
            band=type=TYPE,rate=RATE,burst_size=SIZE
            """)
    void shouldSayWhatIsWrongAndWhere(String text, String message) {
        assertThatThrownBy(() -> MeterText.parse(text)).hasMessage(message);
    }
}
