package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import wordcounter.targets.Target;

/** Makes the event of a schedule of a local target happen now. */
final class LocalSchedule {

    private LocalSchedule() {}

    /** @param schedule by its logical id, as SAM makes it */
    static void fire(Target target, String schedule) {
        String edge = target.operatorOptions().getLast();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> fired = http.send(
                    HttpRequest.newBuilder(URI.create(edge + "/_schedules/" + schedule))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(fired.statusCode()).as(fired.body()).isBetween(200, 299);
        } catch (IOException e) {
            throw new AssertionError("the schedule could not be fired", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
