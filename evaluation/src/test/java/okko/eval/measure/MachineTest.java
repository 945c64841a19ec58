package okko.eval.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void shouldDescribeTheMachine() {
        Environment environment = Machine.describe();

        assertThat(environment.cpu()).isNotBlank();
        assertThat(environment.cores()).isPositive();
        assertThat(environment.kernel()).startsWith("Linux ");
        assertThat(environment.jdk()).contains(Integer.toString(Runtime.version().feature()));
        assertThat(environment.loadBefore()).matches("[0-9.]+ [0-9.]+ [0-9.]+");
        assertThat(environment.date()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(environment.withLoadAfter("1 2 3").loadAfter()).isEqualTo("1 2 3");
    }
}
