package localrunner.functions.child;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsHostsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dynamodb.eu-west-1.amazonaws.com",
                "SQS.US-EAST-1.AMAZONAWS.COM",
                "queue.amazonaws.com",
                "sts.amazonaws.com",
                "my.bucket.s3.eu-west-1.amazonaws.com",
                "bucket.s3.amazonaws.com",
                "abc123.execute-api.eu-west-1.amazonaws.com",
                "rds.eu-west-1.amazonaws.com",
                "sns.cn-north-1.amazonaws.com.cn",
                "lambda.eu-west-1.api.aws"
            })
    void isApi_shouldBeTrue_whenAwsAnswersThere(String host) {
        assertThat(AwsHosts.isApi(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders.abc.eu-west-1.rds.amazonaws.com",
                "orders.abc.0001.euw1.cache.amazonaws.com",
                "shop-1.eu-west-1.elb.amazonaws.com",
                "shop-1.elb.eu-west-1.amazonaws.com",
                "ec2-1-2-3-4.compute-1.amazonaws.com",
                "amazonaws.com.evil.example",
                "notamazonaws.com",
                "localhost",
                "127.0.0.1"
            })
    void isApi_shouldBeFalse_whenSomebodyElseAnswersThere(String host) {
        assertThat(AwsHosts.isApi(host)).isFalse();
    }
}
