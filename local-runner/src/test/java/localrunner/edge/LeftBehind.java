package localrunner.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** Asserts that no thread is left that could keep the JVM alive. */
public final class LeftBehind {

    private final Set<Thread> before = nonDaemonThreads();

    public void assertNoThread() {
        // Awaitility would poll from a thread of its own, which would count as left behind.
        await().pollInSameThread().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            Set<Thread> more = nonDaemonThreads();
            more.removeAll(before);
            assertThat(more).isEmpty();
        });
    }

    private static Set<Thread> nonDaemonThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon() && !thread.isVirtual())
                .collect(Collectors.toSet());
    }
}
