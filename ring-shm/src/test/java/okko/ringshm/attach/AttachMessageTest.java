package okko.ringshm.attach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import okko.ringshm.attach.AttachMessage.Accept;
import okko.ringshm.attach.AttachMessage.Attach;
import okko.ringshm.attach.AttachMessage.Refuse;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class AttachMessageTest {

    @Test
    void shouldLayOutARequestAsItsTableSays() {
        UnsafeBuffer bytes = new UnsafeBuffer(AttachMessage.encode(new Attach(1, 0x12345678, "p0f")));
        assertThat(bytes.capacity()).isEqualTo(256);
        assertThat(bytes.getStringWithoutLengthAscii(0, 4)).isEqualTo("OKAT");
        assertThat(bytes.getShort(4)).isEqualTo((short) 1); // as the caller says
        assertThat(bytes.getShort(6)).isEqualTo((short) 1);
        assertThat(bytes.getInt(8)).isEqualTo(0x12345678);
        assertThat(bytes.getStringWithoutLengthAscii(64, 4)).isEqualTo("p0f\0");
    }

    @Test
    void shouldLayOutAnAcceptanceAsItsTableSays() {
        UnsafeBuffer bytes = new UnsafeBuffer(AttachMessage.encode(new Accept(5, TrustMode.ISOLATED, new UUID(7, 8), 9)));
        assertThat(bytes.capacity()).isEqualTo(256);
        assertThat(bytes.getShort(6)).isEqualTo((short) 2);
        assertThat(bytes.getInt(8)).isEqualTo(5);
        assertThat(bytes.getInt(12)).isEqualTo(2);
        assertThat(bytes.getLong(16)).isEqualTo(9);
        assertThat(bytes.getLong(24)).isEqualTo(7);
        assertThat(bytes.getLong(32)).isEqualTo(8);
    }

    @Test
    void shouldLayOutARefusalAsItsTableSays() {
        UnsafeBuffer bytes = new UnsafeBuffer(AttachMessage.encode(new Refuse("no")));
        assertThat(bytes.capacity()).isEqualTo(256);
        assertThat(bytes.getShort(6)).isEqualTo((short) 3);
        assertThat(bytes.getInt(8)).isEqualTo(2);
        assertThat(bytes.getStringWithoutLengthAscii(64, 3)).isEqualTo("no\0");
    }

    @Test
    void shouldReadWhatItWrote() {
        for (AttachMessage message : new AttachMessage[] {
            new Attach(1, 77, "x".repeat(63)), new Accept(5, TrustMode.ISOLATED, new UUID(7, 8), 9), new Refuse("größer"), new Refuse("")
        }) {
            assertThat(AttachMessage.decode(AttachMessage.encode(message))).contains(message);
        }
    }

    @Test
    void shouldCutOffAReasonThatIsTooLong() {
        assertThat(AttachMessage.decode(AttachMessage.encode(new Refuse("y".repeat(500)))))
                .contains(new Refuse("y".repeat(192)));
    }

    @Test
    void shouldTakeNothingElseForAMessage() {
        assertThat(AttachMessage.decode(new byte[0])).isEmpty();
        assertThat(AttachMessage.decode(new byte[256])).isEmpty();
        byte[] unknownType = AttachMessage.encode(new Refuse("no"));
        unknownType[6] = 4;
        assertThat(AttachMessage.decode(unknownType)).isEmpty();
    }

    @Test
    void shouldSurviveAnyBytes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] honest = AttachMessage.encode(new Refuse("no"));
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[256];
            random.nextBytes(bytes);
            System.arraycopy(honest, 0, bytes, 0, 4);
            bytes[6] = (byte) random.nextInt(5);
            bytes[7] = 0;
            assertThat(AttachMessage.decode(bytes)).as("seed %d", seed).isNotNull();
        }
    }
}
