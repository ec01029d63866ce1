package localrunner.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import localrunner.edge.Requests;
import localrunner.http.RawHttp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ElasticMqProcessIT {

    private static final String FORM = "|Content-Type: application/x-www-form-urlencoded";

    private static ElasticMqProcess process;

    @BeforeAll
    static void start() throws Exception {
        process = ElasticMqProcess.start("eu-west-1", URI.create("http://127.0.0.1:4566"));
        call("CreateQueue", "{\"QueueName\":\"q\"}");
        call("SendMessage", "{\"QueueUrl\":\"http://127.0.0.1:4566/000000000000/q\",\"MessageBody\":\"a\"}");
    }

    @AfterAll
    static void close() {
        process.close();
    }

    @ParameterizedTest
    @MethodSource("requestsOfOtherSites")
    void handle_shouldRefuse_whenAPageOfAnotherSiteCouldHaveSentIt(String headers, String path, String form)
            throws Exception {
        assertThat(RawHttp.send(process.port(), "POST " + path + " HTTP/1.1|" + headers + FORM, form))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContainIgnoringCase("Access-Control-");
        assertThat(RawHttp.send(process.port(), "GET " + path + "?" + form + " HTTP/1.1|" + headers))
                .startsWith("HTTP/1.1 403 ");

        assertThat(call("ListQueues", "{}")).isEqualTo("{\"QueueUrls\":[\"http://127.0.0.1:4566/000000000000/q\"]}");
        assertThat(call("GetQueueAttributes", """
                        {"QueueUrl": "/000000000000/q", "AttributeNames": ["ApproximateNumberOfMessages"]}
                        """))
                .isEqualTo("{\"Attributes\":{\"ApproximateNumberOfMessages\":\"1\"}}");
    }

    static Stream<Arguments> requestsOfOtherSites() {
        return RawHttp.HEADERS_OF_OTHER_SITES.stream()
                .flatMap(headers -> Stream.of(
                        Arguments.of(headers, "/000000000000/q", "Action=PurgeQueue"),
                        Arguments.of(headers, "/000000000000/q", "Action=DeleteQueue"),
                        Arguments.of(headers, "/000000000000/q", "Action=SendMessage&MessageBody=b"),
                        Arguments.of(headers, "/", "Action=CreateQueue&QueueName=another")));
    }

    /** Of several requests on one connection those are refused that a page has sent, and no other. */
    @Test
    void handle_shouldAnswerEachRequestByItself_whenTheyShareAConnection() throws Exception {
        String page = "GET /?Action=ListQueues HTTP/1.1|Host: 127.0.0.1|Origin: https://evil.example||";
        String program = "GET /?Action=ListQueues HTTP/1.1|Host: 127.0.0.1||";

        String answers = RawHttp.send(
                process.port(), page + program + page + "GET /?Action=ListQueues HTTP/1.1|Host: 127.0.0.1");

        assertThat(Pattern.compile("HTTP/1\\.1 (\\d+)").matcher(answers).results())
                .extracting(answer -> answer.group(1))
                .containsExactly("403", "200", "403", "200");
    }

    private static String call(String operation, String body) throws InterruptedException {
        return process.send(Requests.json("sqs", "AmazonSQS." + operation, body))
                .bodyText();
    }
}
