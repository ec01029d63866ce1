package localrunner.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SigningScopeTest {

    @Test
    void service_shouldBeFoundInHeader_whenRequestIsSigned() {
        assertThat(SigningScope.service(header("AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/sqs/aws4_request, "
                        + "SignedHeaders=host, Signature=0")))
                .contains("sqs");
    }

    @Test
    void service_shouldBeFoundInHeader_whenScopeHasNoRegion() {
        assertThat(SigningScope.service(
                        header("AWS4-ECDSA-P256-SHA256 Credential=AKID/20260101/lambda/aws4_request,Signature=0")))
                .contains("lambda");
    }

    @Test
    void service_shouldBeFoundInQuery_whenUrlIsPresigned() {
        var request = new EdgeRequest(
                "GET", "/", "X-Amz-Credential=AKID%2F20260101%2Fus-east-1%2Fsns%2Faws4_request", Map.of(), new byte[0]);

        assertThat(SigningScope.service(request)).contains("sns");
    }

    @Test
    void service_shouldBeUnknown_whenThereIsNoScope() {
        assertThat(SigningScope.service(header("Bearer abc"))).isEmpty();
        assertThat(SigningScope.service(header("AWS4-HMAC-SHA256 Credential=AKID, Signature=0")))
                .isEmpty();
        assertThat(SigningScope.service(new EdgeRequest("GET", "/", "", Map.of(), new byte[0])))
                .isEmpty();
    }

    private static EdgeRequest header(String authorization) {
        return new EdgeRequest("POST", "/", "", Map.of("authorization", authorization), new byte[0]);
    }
}
