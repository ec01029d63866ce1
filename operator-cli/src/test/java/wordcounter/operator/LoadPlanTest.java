package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LoadPlanTest {

    private static final Path CHECKOUT = Path.of("..");

    @Test
    void due_shouldBeSpreadOverTheTime() {
        LoadPlan workshop = new LoadPlan(30, Duration.ofMinutes(1), 10);

        assertThat(workshop.posts()).isEqualTo(1_800);
        assertThat(workshop.due(0)).isZero();
        assertThat(workshop.due(45)).isEqualTo(Duration.ofMillis(1_500));
        assertThat(workshop.due(1_800)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void usagePlan_shouldBeThatOfTheTemplate() throws IOException {
        String template = Files.readString(CHECKOUT.resolve("template.yaml"));

        assertThat(number(template, "UsagePlan:[\\s\\S]*?RateLimit: (\\d+)")).isEqualTo(LoadPlan.MOST_A_SECOND);
        assertThat(number(template, "RequestsPerDay:[\\s\\S]*?Default: \"(\\d+)\""))
                .isEqualTo(LoadPlan.MOST_A_DAY);
    }

    @Test
    void dollars_shouldBeNearWhatTheCostPageSays() throws IOException {
        String page = Files.readString(CHECKOUT.resolve("docs/cost.md"));

        assertThat(Pattern.compile("(?m)^\\| (1|10|50) \\| \\$([0-9.]+) \\|")
                        .matcher(page.substring(page.indexOf("## By words"), page.indexOf("## By window")))
                        .results())
                .hasSize(3)
                .allSatisfy(LoadPlanTest::assertNearMillion);
    }

    private static void assertNearMillion(MatchResult row) {
        LoadPlan million = new LoadPlan(100, Duration.ofSeconds(10_000), Integer.parseInt(row.group(1)));

        assertThat(million.dollars()).isCloseTo(Double.parseDouble(row.group(2)), Percentage.withPercentage(15));
    }

    private static int number(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .findFirst()
                .orElseThrow();
    }
}
