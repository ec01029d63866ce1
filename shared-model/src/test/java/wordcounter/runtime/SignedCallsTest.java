package wordcounter.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;

class SignedCallsTest {

    @ParameterizedTest
    @CsvSource({
        "us-east-1,ssm.us-east-1.amazonaws.com",
        "us-gov-west-1,ssm.us-gov-west-1.amazonaws.com",
        "cn-north-1,ssm.cn-north-1.amazonaws.com.cn",
        "eusc-de-east-1,ssm.eusc-de-east-1.amazonaws.eu",
        "eu-newland-1,ssm.eu-newland-1.amazonaws.com"
    })
    void host_shouldBeThatOfTheRegionsPartition_alsoWhereTheSdkDoesNotKnowTheRegion(String region, String host) {
        assertThat(SignedCalls.host("ssm", Region.of(region))).isEqualTo(host);
    }
}
