package okko.ringshm.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacketPoolTest {

    private static final int BORROWER = 3;

    private PacketPool pool;

    @BeforeEach
    void create() throws IOException {
        pool = PacketPool.create(new PoolConfig(4, 256));
    }

    @AfterEach
    void close() {
        assertThat(pool.check().faults()).isEmpty();
        pool.close();
    }

    @Test
    void shouldSayHowLargeAPoolWouldBeWhenNoRegionCanHoldIt() {
        assertThatThrownBy(() -> PacketPool.create(new PoolConfig(1 << 20, 2048)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1,048,576 packet buffers")
                .hasMessageContaining("at most 2,147,483,647");
    }

    @Test
    void shouldGiveEachBufferOnceUntilNoneIsFree() {
        assertThat(List.of(pool.allocate(), pool.allocate(), pool.allocate(), pool.allocate()))
                .containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(pool.allocate()).isEqualTo(PacketPool.NO_BUFFER);
        assertThat(pool.freeCount()).isZero();
    }

    @Test
    void shouldGiveTheBufferUsedLastFirst() {
        pool.allocate();
        int buffer = pool.allocate();
        pool.allocate();
        pool.release(buffer);
        assertThat(pool.allocate()).isEqualTo(buffer);
    }

    @Test
    void shouldFreeABufferWithItsLastReference() {
        int buffer = pool.allocate();
        pool.retain(buffer);
        pool.release(buffer);
        assertThat(pool.references(buffer)).isEqualTo(1);
        assertThat(pool.freeCount()).isEqualTo(3);
        pool.release(buffer);
        assertThat(pool.references(buffer)).isZero();
        assertThat(pool.freeCount()).isEqualTo(4);
    }

    @Test
    void shouldRefuseToReleaseOrRetainWhatIsFree() {
        int buffer = pool.allocate();
        pool.release(buffer);
        assertThatThrownBy(() -> pool.release(buffer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the switch does not hold buffer 0: references=0, lent=0");
        assertThatThrownBy(() -> pool.retain(buffer)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldRefuseToReleaseTheReferenceThatIsLent() {
        int buffer = pool.allocate();
        pool.lend(buffer, BORROWER);
        assertThatThrownBy(() -> pool.release(buffer))
                .hasMessage("the switch does not hold buffer 0: references=1, lent=1");
    }

    @Test
    void shouldTakeBackWhatIsLentOnce() {
        int buffer = pool.allocate();
        int generation = pool.lend(buffer, BORROWER);
        assertThat(pool.lentTo(BORROWER)).isEqualTo(1);
        assertThat(pool.isLent(buffer)).isTrue();
        assertThat(pool.takeBack(buffer, BORROWER, generation)).isTrue();
        assertThat(pool.takeBack(buffer, BORROWER, generation)).as("double return").isFalse();
        assertThat(pool.lentTo(BORROWER)).isZero();
        assertThat(pool.isLent(buffer)).isFalse();
        assertThat(pool.references(buffer)).isEqualTo(1);
    }

    @Test
    void shouldRejectAReturnUnderAnOldGeneration() {
        int buffer = pool.allocate();
        int first = pool.lend(buffer, BORROWER);
        pool.takeBack(buffer, BORROWER, first);
        int second = pool.lend(buffer, BORROWER);
        assertThat(second).isEqualTo(first + 1);
        assertThat(pool.takeBack(buffer, BORROWER, first)).isFalse();
        assertThat(pool.takeBack(buffer, BORROWER, second)).isTrue();
    }

    @Test
    void shouldRejectAReturnByAnother() {
        int buffer = pool.allocate();
        int generation = pool.lend(buffer, BORROWER);
        assertThat(pool.takeBack(buffer, 0, generation)).isFalse();
        assertThat(pool.takeBack(buffer, -1, generation)).isFalse();
    }

    @Test
    void shouldRejectTheReturnOfWhatWasNeverLent() {
        int held = pool.allocate();
        assertThat(pool.takeBack(held, BORROWER, 0)).isFalse();
        assertThat(pool.takeBack(held, -1, 0)).isFalse();
        for (int forged : new int[] {-1, 4, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThat(pool.takeBack(forged, BORROWER, 0)).isFalse();
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAClaim() {
        int buffer = pool.allocate();
        int generation = pool.lend(buffer, BORROWER);
        assertThat(pool.judge(buffer, BORROWER, generation)).isEqualTo(Claim.RIGHTFUL);
        assertThat(pool.judge(buffer, BORROWER, generation - 1)).isEqualTo(Claim.OLD_GENERATION);
        assertThat(pool.judge(buffer, 0, generation)).isEqualTo(Claim.NOT_LENT);
        assertThat(pool.judge(buffer, -1, generation)).isEqualTo(Claim.NOT_LENT);
        assertThat(pool.judge(4, BORROWER, generation)).isEqualTo(Claim.NO_SUCH_BUFFER);
        assertThat(pool.judge(-1, BORROWER, generation)).isEqualTo(Claim.NO_SUCH_BUFFER);
    }

    @Test
    void shouldKnowWhatABufferWasLentForUntilItIsBack() {
        int empty = pool.allocate();
        int packet = pool.allocate();
        int generation = pool.lendEmpty(empty, BORROWER);
        pool.lend(packet, BORROWER);
        assertThat(pool.lentTo(BORROWER)).isEqualTo(2);
        assertThat(pool.emptyLentTo(BORROWER)).isEqualTo(1);
        assertThat(pool.isLentEmpty(empty)).isTrue();
        assertThat(pool.isLentEmpty(packet)).isFalse();
        assertThat(pool.check().faults()).isEmpty();

        assertThat(pool.takeBack(empty, BORROWER, generation)).isTrue();
        assertThat(pool.isLentEmpty(empty)).isFalse();
        pool.lendEmpty(empty, BORROWER);
        assertThat(pool.reclaim(BORROWER)).isEqualTo(2);
        assertThat(pool.emptyLentTo(BORROWER)).isZero();
        assertThat(pool.isLentEmpty(empty)).isFalse();
        assertThat(pool.freeCount()).isEqualTo(4);
    }

    @Test
    void shouldRefuseToLendTwiceOrWhatIsFree() {
        int buffer = pool.allocate();
        pool.retain(buffer);
        pool.lend(buffer, BORROWER);
        assertThatThrownBy(() -> pool.lend(buffer, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pool.lend(1, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldReclaimEverythingLentToOneBorrower() {
        int alone = pool.allocate();
        int shared = pool.allocate();
        int other = pool.allocate();
        pool.retain(shared);
        int generation = pool.lend(alone, BORROWER);
        pool.lend(shared, BORROWER);
        pool.lend(other, 0);
        assertThat(pool.reclaim(BORROWER)).isEqualTo(2);
        assertThat(pool.references(alone)).isZero();
        assertThat(pool.references(shared)).as("the switch keeps its own").isEqualTo(1);
        assertThat(pool.references(other)).isEqualTo(1);
        assertThat(pool.lentTo(BORROWER)).isZero();
        assertThat(pool.takeBack(alone, BORROWER, generation)).isFalse();
        assertThat(pool.reclaim(BORROWER)).isZero();
    }

    @Test
    void shouldRefuseABorrowerOutOfRange() {
        int buffer = pool.allocate();
        assertThatThrownBy(() -> pool.lend(buffer, 64)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> pool.reclaim(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(pool.isLent(buffer)).isFalse();
    }

    @Test
    void shouldCountEachBufferInOnePlace() {
        pool.allocate();
        pool.lend(pool.allocate(), BORROWER);
        PoolCensus census = pool.check();
        assertThat(census).isEqualTo(new PoolCensus(2, 1, 1, List.of()));
    }

    @Test
    void shouldRejectAConfigurationOutOfRange() {
        assertThatThrownBy(() -> new PoolConfig(0, 2048)).hasMessage("a pool has 1 to 1048576 buffers: bufferCount=0");
        assertThatThrownBy(() -> new PoolConfig(1, 65_535))
                .hasMessage("a buffer has room for frames of 64 to 65407 bytes: dataRoomBytes=65535");
    }
}
