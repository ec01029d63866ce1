package wordcounter.runtime;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
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
     * empty but the attributes of an item that was written: only an upload's are answered with.
     */
    private static final String JSON = """
            {"Items":[],"Count":0,"Responses":{},"UnprocessedKeys":{},"Parameters":[],"Attributes":{\
            "uploadId":{"S":"priming"},"bucket":{"S":"priming"},"key":{"S":"inbox/priming.txt"},"version":{"S":"priming"},\
            "size":{"N":"1000"},"putAt":{"S":"2100-01-01T00:00:00Z"},\
            "cutRules":{"N":"1"},"chunkBytes":{"N":"32768"},"chunkWords":{"N":"1000"}}}""";

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
        HttpExecuteResponse answer = answer(http);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return answer;
            }

            @Override
            public void abort() {
                // there is nothing under way
            }
        };
    }

    /** A call to SNS is told by what it lacks: only AWS's query protocol has no target header. */
    private static HttpExecuteResponse answer(SdkHttpRequest request) {
        Optional<String> range = request.firstMatchingHeader("Range");
        if (range.isPresent()) {
            return answer(206, "text/plain", part(range.get()));
        }
        return request.firstMatchingHeader("X-Amz-Target").isEmpty()
                ? answer(200, "text/xml", SNS_XML)
                : answer(200, "application/x-amz-json-1.0", JSON);
    }

    private static HttpExecuteResponse answer(int status, String contentType, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder()
                        .statusCode(status)
                        .putHeader("Content-Type", contentType)
                        .putHeader("Content-Length", Integer.toString(bytes.length))
                        .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
                .build();
    }

    /** S3's answer: a text of one word, as long as it was asked for ({@code bytes=0-999}). */
    private static String part(String range) {
        String[] ends = range.replace("bytes=", "").split("-", 2);
        return "w" + " ".repeat(Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]));
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
