package okko.switchd.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import okko.switchd.packet.PacketRoom;
import okko.switchd.packet.Filter;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProgramStoreTest {

    /** Objects made by clang, with their sources beside them. */
    private static final Path COUNTERS = Path.of("../bpf-vm/src/test/resources/elf/counters-v3.o");
    private static final Path OUT_OF_BOUNDS =
            Path.of("../evaluation/src/test/resources/okko/eval/live/out_of_bounds.o");

    private static final int FRAME_BYTES = 64;

    private final ProgramStore programs = new ProgramStore(() -> 0, _ -> {}, 2, new PacketRoom(null));
    private final long frame = UnsafeApi.allocateMemory(FRAME_BYTES);

    @AfterEach
    void freeMemory() {
        programs.close();
        UnsafeApi.freeMemory(frame);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountRunsAndShareMapsWhenFiltersAreOfOneProgram(FilterEngine engine) throws IOException {
        assertThat(loadCount(7, engine)).isInstanceOf(LoadResult.Loaded.class);
        Filter one = programs.filter(7, 0);
        Filter other = programs.filter(7, 0);
        assertThat(one.matches(frame, FRAME_BYTES)).isTrue();
        assertThat(other.matches(frame, FRAME_BYTES)).isFalse(); // it returns how many frames both have seen
        assertThat(programs.list()).singleElement().satisfies(status -> {
            assertThat(status.id()).isEqualTo(7);
            assertThat(status.name()).isEqualTo("count");
            assertThat(status.engine()).isEqualTo(engine.label());
            assertThat(status.runs()).isEqualTo(2);
            assertThat(status.matches()).isEqualTo(1);
            assertThat(status.faults()).isZero();
        });
    }

    @Test
    void shouldShowMapsAndEntriesWhenProgramHasThem() throws IOException {
        loadCount(1, FilterEngine.JIT);
        programs.filter(1, 0).matches(frame, FRAME_BYTES);
        assertThat(programs.maps(1).list()).containsExactly(new MapStatus(0, "totals", "array", 4, 8, 2, 2));
        assertThat(programs.maps(1).entries(0)).satisfiesExactlyInAnyOrder(
                entry -> {
                    assertThat(entry.key()).containsExactly(0, 0, 0, 0);
                    assertThat(entry.value()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0);
                },
                entry -> {
                    assertThat(entry.key()).containsExactly(1, 0, 0, 0);
                    assertThat(entry.value()).containsExactly(1, 0, 0, 0, 0, 0, 0, 0);
                });
        assertThatThrownBy(() -> programs.maps(1).entries(1)).hasMessage("filter_prog=1 has 1 maps: index=1");
    }

    @Test
    void shouldAddUpWhatItsFiltersDidOnAllThreads() throws IOException {
        loadCount(1, FilterEngine.JIT);
        programs.filter(1, 0).matches(frame, FRAME_BYTES);
        programs.filter(1, 1).matches(frame, FRAME_BYTES);
        assertThat(programs.list()).singleElement().returns(2L, ProgramStatus::runs);
    }

    @Test
    void shouldSayWhereAndWhyWhenVerifierRefuses() throws IOException {
        LoadResult result = programs.load(3, Files.readAllBytes(OUT_OF_BOUNDS), ProgramOptions.DEFAULT);
        assertThat(result).isInstanceOfSatisfying(LoadResult.Refused.class, refused -> {
            assertThat(refused.lines()).hasSize(5);
            assertThat(refused.lines().getFirst()).startsWith("filter_prog=3, program entry: rejected at pc ");
            assertThat(refused.lines().get(2)).startsWith("  needs: ");
        });
        assertThat(programs.list()).isEmpty();
    }

    @Test
    void shouldSayOneLineWhenObjectIsNone() {
        LoadResult result = programs.load(3, new byte[] {1, 2, 3}, ProgramOptions.DEFAULT);
        assertThat(result).isInstanceOfSatisfying(LoadResult.Refused.class, refused ->
                assertThat(refused.lines()).singleElement().asString().startsWith("filter_prog=3: "));
    }

    @Test
    void shouldRefuseWhenNumberIsTakenOrOutOfRange() throws IOException {
        loadCount(1, FilterEngine.JIT);
        assertThat(loadCount(1, FilterEngine.JIT)).isEqualTo(new LoadResult.Refused(
                List.of("filter_prog=1: the number is taken; replace that program, or unload it first")));
        assertThat(loadCount(0, FilterEngine.JIT)).isEqualTo(new LoadResult.Refused(
                List.of("filter_prog=0: the number must be 1 to 65535")));
    }

    @Test
    void shouldNameLoadedProgramsWhenOneIsNotThere() throws IOException {
        assertThatThrownBy(() -> programs.filter(5, 0)).hasMessage("filter_prog=5 is not loaded; no program is");
        loadCount(1, FilterEngine.JIT);
        loadCount(2, FilterEngine.JIT);
        loadCount(3, FilterEngine.JIT);
        programs.unload(2);
        assertThatThrownBy(() -> programs.filter(2, 0)).hasMessage("filter_prog=2 is not loaded; loaded: 1, 3");
    }

    private LoadResult loadCount(int id, FilterEngine engine) throws IOException {
        return programs.load(id, Files.readAllBytes(COUNTERS), new ProgramOptions(
                Optional.of("count"), engine, Optional.empty(), Optional.empty()));
    }
}
