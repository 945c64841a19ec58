package okko.bpf.map;

import static okko.bpf.map.Buffer.intBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramArrayTest {

    private static final MapDefinition DEFINITION = new MapDefinition("next", MapType.PROGRAM_ARRAY, 4, 4, 3);

    @Test
    void shouldGoToTheFunctionOfTheThread() {
        try (ProgramArray map = map()) {
            List<TailCallTarget> functions = functions();
            assertThat(map.set(1, 17, functions::get)).isEmpty();
            assertThat(map.target(1, 0)).isSameAs(functions.get(0));
            assertThat(map.target(1, 1)).isSameAs(functions.get(1));
            assertThat(map.target(0, 0)).isNull();
            assertThat(map.target(3, 0)).isNull();
            assertThat(map.target(-1, 0)).isNull();
        }
    }

    @Test
    void shouldHandBackWhatIsReplacedAndCleared() {
        try (ProgramArray map = map()) {
            List<TailCallTarget> first = functions();
            List<TailCallTarget> second = functions();
            map.set(2, 17, first::get);
            assertThat(map.set(2, 18, second::get)).isEqualTo(first);
            assertThat(map.target(2, 0)).isSameAs(second.get(0));
            assertThat(map.clear(2)).isEqualTo(second);
            assertThat(map.target(2, 0)).isNull();
            assertThat(map.clear(2)).isEmpty();
        }
    }

    @Test
    void shouldShowIdsToWhoeverLooks() {
        try (ProgramArray map = map()) {
            map.set(2, 300, functions()::get);
            assertThat(map.get(intBytes(2))).isEqualTo(intBytes(300));
            assertThat(map.get(intBytes(1))).isNull();
            assertThat(map.get(intBytes(3))).isNull();
            assertThat(map.size()).isOne();
            var shown = new ArrayList<byte[]>();
            map.forEach((key, value) -> {
                shown.add(key);
                shown.add(value);
            });
            assertThat(shown).containsExactly(intBytes(2), intBytes(300));
            assertThat(map.put(intBytes(1), intBytes(5))).isEqualTo(-22);
        }
    }

    @Test
    void shouldKeepFunctionsWithTheMemoryThatHasTheirIds() {
        List<TailCallTarget> functions = functions();
        try (ProgramArray successor = map()) {
            try (ProgramArray predecessor = map()) {
                predecessor.set(0, 17, functions::get);
                successor.bind(predecessor.memory());
            }
            assertThat(successor.target(0, 1)).isSameAs(functions.get(1));
            assertThat(successor.clear(0)).isEqualTo(functions);
        }
    }

    @Test
    void shouldRefuseAnIndexOrIdThatMeansNothing() {
        try (ProgramArray map = map()) {
            assertThatThrownBy(() -> map.set(3, 1, functions()::get)).hasMessage("index must be below 3: index=3");
            assertThatThrownBy(() -> map.clear(-1)).hasMessage("index must be below 3: index=-1");
            assertThatThrownBy(() -> map.set(0, 0, functions()::get))
                    .hasMessage("id must not be 0: it stands for no program");
        }
    }

    private static ProgramArray map() {
        return (ProgramArray) Maps.create(DEFINITION, 2);
    }

    private static List<TailCallTarget> functions() {
        return List.of(new Function(), new Function());
    }

    /** Two of them are never equal. */
    private static final class Function implements TailCallTarget {
        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
