package wordcounter.runtime;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Answers every call at once with success, without a network, and keeps the first request to each endpoint. Thread-safe. */
final class CannedHttpClient implements SdkHttpClient {

    private final Map<String, HttpExecuteRequest> requests = new ConcurrentSkipListMap<>();

    /**
     * The answer of DynamoDB, SQS and Parameter Store to any call. It has every member that one of them must have, each
     * empty.
     */
    private static final String JSON =
            "{\"Items\":[],\"Count\":0,\"Responses\":{},\"UnprocessedKeys\":{},\"Parameters\":[]}";

    private static final String SNS_XML = """
            <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>\
            <MessageId>0</MessageId></PublishResult></PublishResponse>""";

    /** The first request to each endpoint, by the endpoint's URL. */
    Map<String, HttpExecuteRequest> requests() {
        return Map.copyOf(requests);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        SdkHttpRequest http = request.httpRequest();
        requests.putIfAbsent(http.protocol() + "://" + http.host() + ":" + http.port(), request);
        // a call to SNS is told by what it lacks: only AWS's query protocol has no target header
        boolean isSns =
                request.httpRequest().firstMatchingHeader("X-Amz-Target").isEmpty();
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return HttpExecuteResponse.builder()
                        .response(SdkHttpResponse.builder()
                                .statusCode(200)
                                .putHeader("Content-Type", isSns ? "text/xml" : "application/x-amz-json-1.0")
                                .build())
                        .responseBody(AbortableInputStream.create(
                                new ByteArrayInputStream((isSns ? SNS_XML : JSON).getBytes(StandardCharsets.UTF_8))))
                        .build();
            }

            @Override
            public void abort() {
                // there is nothing under way
            }
        };
    }

    @Override
    public String clientName() {
        return "Canned";
    }

    @Override
    public void close() {
        // there is nothing open
    }
}
