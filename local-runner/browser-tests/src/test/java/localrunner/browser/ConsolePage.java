package localrunner.browser;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The console's page in a headless Chromium. */
final class ConsolePage implements AutoCloseable {

    static final Dimension WIDE = new Dimension(1440, 900);
    static final Dimension NARROW = new Dimension(500, 900);

    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private final ChromeDriver browser;
    private final String address;
    private final Path downloads;

    private ConsolePage(ChromeDriver browser, String address, Path downloads) {
        this.browser = browser;
        this.address = address;
        this.downloads = downloads;
    }

    /** @param address with a slash at its end */
    static ConsolePage open(String address, Path downloads) {
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox", // root has none, and the pages are ours
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--force-device-scale-factor=1",
                "--hide-scrollbars");
        options.setExperimentalOption(
                "prefs",
                Map.of("download.default_directory", downloads.toAbsolutePath().toString()));
        options.setCapability("goog:loggingPrefs", logging);
        ChromeDriver browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File(program("chromedriver")))
                        .build(),
                options);
        ConsolePage page = new ConsolePage(browser, address, downloads);
        page.resize(WIDE);
        page.go("#/map");
        return page;
    }

    /** Where Debian and most others have it. Selenium would fetch one from elsewhere. */
    private static String program(String name) {
        return List.of("/usr/bin/" + name, "/usr/local/bin/" + name, "/snap/bin/" + name).stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is not installed; .ci/check-console does that"));
    }

    static ConditionFactory soon() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptionsMatching(thrown ->
                        thrown instanceof StaleElementReferenceException || thrown instanceof NoSuchElementException);
    }

    void resize(Dimension size) {
        // the window's own borders are no part of the page
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", size.getWidth(), "height", size.getHeight(), "deviceScaleFactor", 1, "mobile", false));
    }

    /** Makes everything as many times as large, as the browser's zoom does: the page has less room. */
    void zoom(Dimension window, int factor) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        window.getWidth() / factor,
                        "height",
                        window.getHeight() / factor,
                        "deviceScaleFactor",
                        factor,
                        "mobile",
                        false));
    }

    void prefer(String colours) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    /** Loads the page at one of its views, such as {@code #/events}. */
    void go(String view) {
        browser.get("about:blank");
        browser.get(address + view);
        awaitShownOrHidden("h2");
    }

    /** Changes the view of the page that is loaded. */
    void turnTo(String view) {
        browser.executeScript("location.hash = arguments[0]", view);
    }

    void reload() {
        browser.navigate().refresh();
        awaitShownOrHidden("h2");
    }

    WebElement awaitShown(String css) {
        return soon().until(() -> browser.findElement(By.cssSelector(css)), WebElement::isDisplayed);
    }

    WebElement awaitShownOrHidden(String css) {
        return soon().until(() -> browser.findElement(By.cssSelector(css)), element -> element != null);
    }

    /** Chooses an option of a list. */
    void choose(String css) {
        awaitShownOrHidden(css).click();
    }

    List<WebElement> all(String css) {
        return browser.findElements(By.cssSelector(css));
    }

    boolean has(String css) {
        return !all(css).isEmpty();
    }

    /** Waits for an element with this text in it, and gives it. */
    WebElement awaitText(String css, String text) {
        return soon().until(
                        () -> all(css).stream()
                                .filter(element -> element.getText().contains(text))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    void click(String css, String text) {
        WebElement element = awaitText(css, text);
        browser.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    void type(CharSequence... keys) {
        browser.switchTo().activeElement().sendKeys(keys);
    }

    WebElement focused() {
        return browser.switchTo().activeElement();
    }

    void run(String script) {
        browser.executeScript(script);
    }

    /** What an expression of JavaScript is, as text. */
    String valueOf(String expression) {
        return String.valueOf(browser.executeScript("return " + expression));
    }

    String text() {
        return browser.findElement(By.tagName("body")).getText();
    }

    /** Saves what the window shows. */
    Path photograph(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            return Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file that the page has saved since the folder was empty. */
    Path download() {
        return soon().until(() -> finished(downloads), Optional::isPresent).orElseThrow();
    }

    private static Optional<Path> finished(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).findFirst();
        }
    }

    /** What the browser complains about: errors of scripts, and what the page's policy forbids. */
    List<String> complaints() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** What axe-core finds that is serious or critical, one line each. */
    List<String> barriers() {
        browser.executeScript(axe());
        Object found = browser.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, {resultTypes: ["violations"]}).then(
                    (result) => done(JSON.stringify(result.violations)), (error) => done(JSON.stringify([{id: String(error), impact: "critical", nodes: []}])));
                """);
        return JsonMapper.shared()
                .readTree(String.valueOf(found))
                .valueStream()
                .filter(violation -> List.of("serious", "critical")
                        .contains(violation.path("impact").asString("")))
                .map(ConsolePage::line)
                .toList();
    }

    private static String line(JsonNode violation) {
        return violation.path("id").asString("") + ": "
                + violation
                        .path("nodes")
                        .valueStream()
                        .map(node -> node.path("target") + " "
                                + node.path("failureSummary").asString(""))
                        .limit(5)
                        .toList();
    }

    private static String axe() {
        try (InputStream script = ConsolePage.class.getResourceAsStream("/axe.min.js")) {
            if (script == null) {
                throw new IllegalStateException("The class path has no axe.min.js");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        browser.quit();
    }
}
