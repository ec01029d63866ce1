package localrunner.browser;

import static localrunner.browser.ConsolePage.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;

/** Uses the console as people do, while the word counter runs. */
class ConsoleBrowserIT {

    private static final String FAILING = "SnsMultiplierFunction";
    private static final String LETTERS = "DeadLetterQueue";

    private static RunningApplication application;

    @TempDir
    Path downloads;

    private ConsolePage page;

    @BeforeAll
    static void start() throws IOException {
        application = RunningApplication.start();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void open() {
        page = ConsolePage.open(application.console(), downloads);
    }

    @AfterEach
    void close() throws Exception {
        application.clearFaults();
        List<String> complaints = page.complaints();
        page.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void map_shouldShowEachPart_whenThePageIsOpened() throws Exception {
        JsonNode map = application.get("map");

        assertThat(page.all(".map [data-node]")).hasSize(map.path("nodes").size());
        assertThat(page.all(".map .edge")).hasSize(map.path("edges").size());
        page.awaitText("[data-node=WordCounterFunction] .label", "WordCounter");
        assertThat(page.all(".map .edge.failure")).isNotEmpty();
    }

    @Test
    void map_shouldLightUp_whenAnEventComesIn() {
        soon().until(() -> {
            application.count("light " + UUID.randomUUID());
            return page.has(".edge.lit") && page.has("[data-node=WordCounterFunction].lit");
        });
    }

    @Test
    void map_shouldGoFromPartToPart_whenArrowKeysArePressed() {
        page.run("document.querySelector('[data-node=WordsTopic]').focus()");
        page.type(Keys.ARROW_RIGHT);

        String next = page.focused().getDomAttribute("data-node");
        assertThat(next).isNotNull().isNotEqualTo("WordsTopic");

        page.type(Keys.ENTER);

        assertThat(page.awaitShown(".inspector h2").getText()).isEqualTo(next);
        page.run("document.querySelector('[data-node=\"" + next + "\"]').focus()");
        page.type(Keys.ESCAPE);
        soon().until(() -> !page.awaitShownOrHidden(".inspector").isDisplayed());
    }

    @Test
    void list_shouldShowAnEvent_whenItComesIn() throws Exception {
        page.turnTo("#/events");
        page.awaitShown(".events table");

        String event = application.count("hello " + UUID.randomUUID());

        // the row is drawn anew with each hop
        page.awaitText("tr[data-event='" + event + "']", "POST /words");
        page.awaitText("tr[data-event='" + event + "']", "ok");
    }

    @Test
    void list_shouldStandStill_whenItIsPaused() throws Exception {
        page.turnTo("#/events");
        page.click("button", "Pause");

        String event = application.count("hello " + UUID.randomUUID());

        page.awaitText("button", "Go on (");
        assertThat(page.has("tr[data-event='" + event + "']")).isFalse();
        page.click("button", "Go on");
        page.awaitShown("tr[data-event='" + event + "']");
    }

    @Test
    void list_shouldShowOnlyWhatIsAskedFor_whenItIsFiltered() throws Exception {
        String event = application.count("hello " + UUID.randomUUID());
        page.turnTo("#/events");
        page.awaitShown("tr[data-event='" + event + "']");

        page.awaitShown("input[type=search]").sendKeys("nothing is like this");

        page.awaitText(".empty", "No event is like that.");
    }

    @Test
    void waterfall_shouldShowPayloadsAndLines_whenAHopIsOpened() throws Exception {
        String text = "hello" + UUID.randomUUID().toString().replace("-", "");
        String event = application.count(text);
        page.turnTo("#/events/" + event);

        page.click(".hop.request", "POST /words");
        page.awaitText(".hop-detail .json", text);
        page.click(".hop.invocation", "WordCounterFunction");
        page.awaitText(".hop-detail .lines", "REPORT");
        soon().until(() -> page.all(".hop.invocation").stream()
                .anyMatch(hop -> hop.getText().contains(FAILING)));
    }

    @Test
    void waterfall_shouldShowEachAttemptAndTheDeadLetter_whenAnEventFailsForGood() throws Exception {
        application.fail(FAILING);
        String event = application.count("fails " + UUID.randomUUID());
        page.turnTo("#/events/" + event);

        page.awaitText(".hop", "attempt 2");
        page.awaitText(".hop", "attempt 3");
        page.awaitText(".hop", "dead letter");
        assertThat(page.has(".hop.failed")).isTrue();
    }

    @Test
    void queue_shouldHandALetterOverAgain_whenReplayIsPressed() throws Exception {
        application.fail(FAILING);
        String event = application.count("comes back " + UUID.randomUUID());
        page.turnTo("#/events/" + event);
        page.awaitText(".hop", "dead letter");
        application.clearFaults();

        page.turnTo("#/data/queues/" + LETTERS);
        page.click("button", "Replay all");
        page.click("dialog[open] button", "Replay all");

        page.awaitText(".toast", "replayed");
        soon().until(() -> application
                .get("data/queues/" + LETTERS + "/messages")
                .path("messages")
                .isEmpty());
    }

    @Test
    void faults_shouldBeShownEverywhere_whenOneIsSwitchedOnFromThePage() throws Exception {
        page.turnTo("#/act/faults/" + FAILING);
        page.choose("dialog[open] select option[value=error]");
        page.click("dialog[open] button", "Switch on");

        page.awaitText(".bar .badge", "1 fault is on");
        page.turnTo("#/map");
        page.awaitShown("[data-node=" + FAILING + "].faulty");

        String event = application.count("strikes " + UUID.randomUUID());
        page.turnTo("#/events/" + event);
        page.awaitShown(".hop.failed");
        page.turnTo("#/act/faults");
        page.click("button", "Switch off");
        soon().until(() -> application.get("state").path("faults").isEmpty());
    }

    @Test
    void sample_shouldBecomeAnEvent_whenItIsSentFromThePage() {
        page.turnTo("#/act/send/route:POST%20%2Fwords");
        page.awaitShown("textarea");
        page.click("button", "Send");

        page.choose("[aria-live=polite] a[href^='#/events/']");
        page.awaitText(".hop", "POST /words");
    }

    @Test
    void session_shouldShowItself_whenItsFileIsOpened() throws Exception {
        String event = application.count("kept " + UUID.randomUUID());
        soon().until(() -> application.get("events/" + event).path("spans").size() > 3);
        page.click("a.button", "Save session");
        Path file = page.download();

        page.awaitShownOrHidden("#session-file").sendKeys(file.toAbsolutePath().toString());

        page.awaitText(".link-state", "read-only");
        page.awaitShown("[data-node=WordCounterFunction]");
        page.run("performance.clearResourceTimings()");
        page.turnTo("#/events");
        page.click("tr[data-event='" + event + "'] a", "POST /words");
        page.awaitText(".hop.invocation", "WordCounterFunction");
        assertThat(page.valueOf(
                        "performance.getEntriesByType('resource').filter(one => one.name.includes('/api/')).length"))
                .isEqualTo("0");
        assertThat(page.text()).doesNotContain("Send again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void page_shouldStopNobody_whenAxeLooksAtEachView(String colours) throws Exception {
        String event = application.count("seen by all " + UUID.randomUUID());
        page.prefer(colours);
        for (String view : views(event)) {
            page.go(view);
            soon().until(() -> !page.has(".lit"));
            assertThat(page.barriers()).describedAs("%s, %s", view, colours).isEmpty();
        }
    }

    private static List<String> views(String event) {
        return List.of(
                "#/map",
                "#/map/WordCounterFunction",
                "#/events",
                "#/events/" + event,
                "#/data",
                "#/data/queues/" + LETTERS,
                "#/data/tables/WordCounts",
                "#/data/parameters",
                "#/act",
                "#/act/send/WordCounterFunction",
                "#/act/faults");
    }

    @Test
    void page_shouldNotBeWiderThanItsWindow_whenItIsZoomedOrNarrow() throws Exception {
        String event = application.count("fits " + UUID.randomUUID());
        for (String view : views(event)) {
            page.zoom(ConsolePage.WIDE, 2);
            page.go(view);
            assertThat(isWiderThanItsWindow()).describedAs(view + " at 200 %").isFalse();
            page.resize(new Dimension(360, 780));
            assertThat(isWiderThanItsWindow())
                    .describedAs(view + " on a telephone")
                    .isFalse();
        }
    }

    private boolean isWiderThanItsWindow() {
        return page.valueOf("document.documentElement.scrollWidth > document.documentElement.clientWidth")
                .equals("true");
    }

    @Test
    void theme_shouldStay_whenItIsSwitched() {
        page.prefer("light");
        page.click("button", "Dark");
        page.reload();

        assertThat(page.valueOf("getComputedStyle(document.documentElement).colorScheme"))
                .isEqualTo("dark");
    }

    /** For people to look at: target/screenshots. */
    @ParameterizedTest
    @CsvSource({"wide, light", "wide, dark", "narrow, light", "narrow, dark"})
    void page_shouldBePhotographed_whenSomethingHasHappened(String size, String colours) throws Exception {
        application.fail(FAILING);
        String failed = application.count("the quick brown fox " + UUID.randomUUID());
        page.prefer(colours);
        page.resize(size.equals("wide") ? ConsolePage.WIDE : ConsolePage.NARROW);
        page.go("#/events/" + failed);
        page.awaitText(".hop", "dead letter");
        page.photograph("event-" + size + "-" + colours);
        page.click(".hop.invocation", FAILING);
        page.photograph("hop-" + size + "-" + colours);
        for (int count = 0; count < 5; count++) {
            application.count("jumps over the lazy dog " + count);
        }
        page.go("#/map");
        page.awaitShown("[data-node=" + FAILING + "].faulty");
        soon().until(() -> {
            application.count("lights up");
            return page.has(".lit");
        });
        page.photograph("map-" + size + "-" + colours);
        page.go("#/map/" + FAILING);
        page.photograph("part-" + size + "-" + colours);
        page.go("#/events");
        page.awaitShown("tr[data-event]");
        page.photograph("events-" + size + "-" + colours);
        for (String view : List.of(
                "data/queues/" + LETTERS, "data/tables/WordCounts", "act/send/WordCounterFunction", "act/faults")) {
            page.go("#/" + view);
            page.photograph(view.replace('/', '-') + "-" + size + "-" + colours);
        }
    }
}
