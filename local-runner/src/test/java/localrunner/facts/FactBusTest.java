package localrunner.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import localrunner.console.RecordingConsole;
import org.junit.jupiter.api.Test;

class FactBusTest {

    private static final Fact FACT =
            new Fact.Published(Instant.EPOCH, new Fact.Place("Orders", "app-Orders"), "message", 5, Payload.NONE);

    private final RecordingConsole console = new RecordingConsole();
    private final FactBus bus = new FactBus(console);

    @Test
    void tell_shouldReachEachListenerInOrder() {
        List<String> heard = new ArrayList<>();
        assertThat(bus.areHeard()).isFalse();
        bus.subscribe(fact -> heard.add("first " + fact.who()));
        bus.subscribe(fact -> heard.add("second " + fact.who()));

        bus.tell(FACT);

        assertThat(heard).containsExactly("first Orders", "second Orders");
        assertThat(bus.areHeard()).isTrue();
    }

    @Test
    void tell_shouldGoOn_whenAListenerFails() {
        List<Fact> heard = new ArrayList<>();
        bus.subscribe(_ -> {
            throw new IllegalStateException("broken");
        });
        bus.subscribe(heard::add);

        bus.tell(FACT);

        assertThat(heard).containsExactly(FACT);
        assertThat(console.warnings())
                .containsExactly(
                        "Orders | WARNING: a listener failed at Published: java.lang.IllegalStateException: broken");
    }
}
