package localrunner.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningScopeTest {

    private static final String PRESIGNED = Requests.PRESIGNED_FOR_LAMBDA;

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
        assertThat(SigningScope.service(query(PRESIGNED))).contains("lambda");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"})
    void service_shouldBeUnknown_whenAPresignedUrlLacksAPart(String part) {
        assertThat(SigningScope.service(query(PRESIGNED.replaceAll("X-Amz-" + part + "=[^&]*", "a=b"))))
                .isEmpty();
        assertThat(SigningScope.service(query(PRESIGNED.replaceAll("(X-Amz-" + part + "=)[^&]*", "$1"))))
                .isEmpty();
    }

    @Test
    void service_shouldBeUnknown_whenThereIsNoScope() {
        assertThat(SigningScope.service(header("Bearer abc"))).isEmpty();
        assertThat(SigningScope.service(header("AWS4-HMAC-SHA256 Credential=AKID, Signature=0")))
                .isEmpty();
        assertThat(SigningScope.service(new EdgeRequest("GET", "/", "", Map.of(), new byte[0])))
                .isEmpty();
    }

    private static EdgeRequest query(String query) {
        return new EdgeRequest("GET", "/", query, Map.of(), new byte[0]);
    }

    private static EdgeRequest header(String authorization) {
        return new EdgeRequest("POST", "/", "", Map.of("authorization", authorization), new byte[0]);
    }
}
