package localrunner.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import localrunner.application.Application.LogFormat;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InvocationLogTest {

    private static final InvocationLog.Format TEXT = format(LogFormat.TEXT);

    /** As recorded on AWS: LocalStack's test_invocation_with_logs, 11-2025. */
    @Test
    void tail_shouldBeTheOutputBetweenLambdasLines() throws Exception {
        InvocationLog log = new InvocationLog("id-1", TEXT);
        log.add("{}");
        log.finish(Optional.of(Duration.ofMillis(300)), 90);

        assertThat(log.tail(Duration.ZERO))
                .matches("START RequestId: id-1 Version: \\$LATEST\n\\{}\nEND RequestId: id-1\n"
                        + "REPORT RequestId: id-1\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: 30\\d ms\t"
                        + "Memory Size: 256 MB\tMax Memory Used: 90 MB\tInit Duration: 300\\.00 ms\t\n");
    }

    @Test
    void tail_shouldHaveNoInitDuration_whenTheProcessWasWarm() throws Exception {
        InvocationLog log = new InvocationLog("id-1", TEXT);
        log.finish(Optional.empty(), 90);

        assertThat(log.tail(Duration.ZERO)).endsWith("Max Memory Used: 90 MB\t\n");
    }

    /** AWS document "API reference: Invoke": the last 4 KB. */
    @Test
    void tail_shouldBeTheLast4Kilobytes_andBeginWithAWholeCharacter() throws Exception {
        InvocationLog log = new InvocationLog("id-1", TEXT);
        for (int i = 0; i < 5000; i++) {
            log.add("日本".repeat(3));
        }
        log.finish(Optional.empty(), 90);

        String tail = log.tail(Duration.ZERO);

        assertThat(tail.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(4096 - 3, 4096);
        assertThat(tail).doesNotContain("START", "\uFFFD").contains("END RequestId: id-1\n");
    }

    /** AWS document "Telemetry API Event schema reference". */
    @Test
    void tail_shouldHavePlatformEvents_whenTheFormatIsJson() throws Exception {
        InvocationLog log = new InvocationLog("id-1", format(LogFormat.JSON));
        log.add("{\"message\":\"x\"}");
        log.finish(Optional.of(Duration.ofMillis(300)), 90);

        String[] lines = log.tail(Duration.ZERO).split("\n");

        assertThat(lines).hasSize(3);
        assertThat(lines[0])
                .isEqualTo("{\"time\":\"2026-11-03T10:15:30Z\",\"type\":\"platform.start\","
                        + "\"record\":{\"requestId\":\"id-1\",\"version\":\"$LATEST\"}}");
        JsonNode report = JsonMapper.shared().readTree(lines[2]);
        assertThat(report.path("type").asString()).isEqualTo("platform.report");
        assertThat(report.at("/record/metrics").propertyNames())
                .containsExactly("durationMs", "billedDurationMs", "memorySizeMB", "maxMemoryUsedMB", "initDurationMs");
    }

    private static InvocationLog.Format format(LogFormat format) {
        return new InvocationLog.Format("$LATEST", format, 256, () -> Instant.parse("2026-11-03T10:15:30Z"));
    }
}
