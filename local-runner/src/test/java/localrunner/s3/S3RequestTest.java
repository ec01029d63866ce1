package localrunner.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import localrunner.edge.EdgeRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3RequestTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # host                                     | path         | bucket | key
            127.0.0.1:4566                             | /box/k/l     | box    | k/l
            localhost:4566                             | /box/k%20l   | box    | k l
            s3.localhost:4566                          | /box/k+l     | box    | k+l
            s3.eu-west-1.amazonaws.com                 | /box/k       | box    | k
            s3.dualstack.eu-west-1.amazonaws.com       | /box/k       | box    | k
            box.localhost:4566                         | /k/l         | box    | k/l
            b.c.s3.localhost                           | /k           | b.c    | k
            box.s3.amazonaws.com                       | /k           | box    | k
            b.c.s3.eu-west-1.amazonaws.com:443         | /k           | b.c    | k
            box.s3-eu-west-1.amazonaws.com             | /k           | box    | k
            box.s3.dualstack.eu-west-1.amazonaws.com   | /k           | box    | k
            box.s3.cn-north-1.amazonaws.com.cn         | /k           | box    | k
            """)
    void of_shouldFindBucketAndKey(String host, String path, String bucket, String key) {
        S3Request request = S3Request.of(new EdgeRequest("GET", path, "", Map.of("Host", host), new byte[0]));

        assertThat(request.bucket()).isEqualTo(bucket);
        assertThat(request.key()).isEqualTo(key);
    }
}
