package wordcounter.operator;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/** Calls the HTTP API, with its key. Thread-safe. */
final class HttpLoadApi implements LoadApi {

    private final HttpCalls http;
    private final String apiUrl;
    private final String route;
    private final String apiKey;

    /**
     * Calls nothing yet.
     *
     * @param apiUrl without a slash at its end
     * @param route where texts are posted to
     */
    HttpLoadApi(HttpCalls http, String apiUrl, String route, String apiKey) {
        this.http = http;
        this.apiUrl = apiUrl;
        this.route = route;
        this.apiKey = apiKey;
    }

    @Override
    public HttpCalls.Answer post(String text) throws IOException {
        return http.call(
                SdkHttpMethod.POST,
                URI.create(apiUrl + route),
                Map.of("x-api-key", apiKey, "Content-Type", "text/plain"),
                text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public long countOfAllWords() {
        URI uri = URI.create(apiUrl + "/summaries/totals");
        HttpCalls.Answer answer;
        try {
            answer = http.call(SdkHttpMethod.GET, uri, Map.of("x-api-key", apiKey), new byte[0]);
        } catch (IOException e) {
            throw new OperatorException(
                    "nothing answers at " + apiUrl + ": start ./run-local, or name a deployed stack with --stack", e);
        }
        if (answer.status() == 403) {
            throw new OperatorException("the API at " + apiUrl + " does not take the key: give --api-key");
        }
        try {
            if (answer.status() == 200) {
                return JsonObject.parse(answer.body()).requiredLong("itemCount");
            }
        } catch (InvalidJsonException e) {
            throw new OperatorException("GET " + uri + " is not answered as this API does: is the address right?", e);
        }
        throw new OperatorException("GET " + uri + " is answered with " + answer.status());
    }
}
