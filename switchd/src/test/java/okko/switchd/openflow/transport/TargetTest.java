package okko.switchd.openflow.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "tcp:127.0.0.1,          ACTIVE,  PLAIN, /127.0.0.1:6653",
        "tcp:127.0.0.1:6633,     ACTIVE,  PLAIN, /127.0.0.1:6633",
        "ssl:192.0.2.7:1,        ACTIVE,  TLS,   /192.0.2.7:1",
        "'tcp:[2001:db8::7]',    ACTIVE,  PLAIN, '/[2001:db8:0:0:0:0:0:7]:6653'",
        "'ssl:[::1]:6654',       ACTIVE,  TLS,   '/[0:0:0:0:0:0:0:1]:6654'",
        "ptcp:,                  PASSIVE, PLAIN, /0.0.0.0:6653",
        "ptcp:6633,              PASSIVE, PLAIN, /0.0.0.0:6633",
        "ptcp:6633:127.0.0.1,    PASSIVE, PLAIN, /127.0.0.1:6633",
        "ptcp::127.0.0.1,        PASSIVE, PLAIN, /127.0.0.1:6653",
        "'pssl:6653:[::1]',      PASSIVE, TLS,   '/[0:0:0:0:0:0:0:1]:6653'"
    })
    void shouldReadAddressAndPort(String text, Target.Direction direction, Target.Security security, String address) {
        Target target = Target.parse(text);

        assertThat(target.direction()).isEqualTo(direction);
        assertThat(target.security()).isEqualTo(security);
        assertThat(target.address().toString()).isEqualTo(address);
        assertThat(target.text()).isEqualTo(text);
    }

    @Test
    void shouldReadSocketsInFiles() {
        assertThat(Target.parse("unix:/run/x.sock").address()).isEqualTo(UnixDomainSocketAddress.of("/run/x.sock"));
        assertThat(Target.parse("punix:/run/x.sock").direction()).isEqualTo(Target.Direction.PASSIVE);
    }

    @Test
    void shouldKnowWhoCanConnectToAListener() {
        assertThat(Target.parse("ptcp:").isOpenToAll()).isTrue();
        assertThat(Target.parse("ptcp:6653:127.0.0.1").isOpenToAll()).isFalse();
        assertThat(Target.parse("pssl:").isOpenToAll()).isFalse();
        assertThat(Target.parse("tcp:192.0.2.1").isOpenToAll()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "udp:127.0.0.1,      'udp:127.0.0.1: expected tcp:IP[:PORT]'",
        "'',                 'expected tcp:IP[:PORT]'",
        "tcp:,               'tcp:: \"\" is no IP address'",
        "tcp:example.com,    'tcp:example.com: \"example.com\" is no IP address'",
        "tcp:::1,            'is no IP address'",
        "'tcp:[127.0.0.1]',  '\"[127.0.0.1]\" is no IP address'",
        "tcp:127.0.0.1:0,    'tcp:127.0.0.1:0: \"0\" is no port'",
        "tcp:127.0.0.1:65536, '\"65536\" is no port'",
        "ptcp:http,          '\"http\" is no port'",
        "unix:,              'unix:: expected the path of a socket'"
    })
    void shouldSayWhatIsWrong(String text, String reason) {
        assertThatThrownBy(() -> Target.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
