package localrunner.s3;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The body of a form as a browser sends it. */
public final class BrowserForm {

    public static final String BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
    public static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /**
     * A form that is signed by the access key.
     *
     * @param conditions of its policy, in JSON and without the brackets; those of the signature are added
     */
    public static BrowserForm signed(String accessKeyId, String expiration, String conditions) {
        String credential = accessKeyId + "/20261127/eu-west-1/s3/aws4_request";
        String policy = """
                {"expiration": "%s", "conditions": [{"x-amz-algorithm": "AWS4-HMAC-SHA256"},
                 {"x-amz-credential": "%s"}, {"x-amz-date": "20261127T101530Z"}, %s]}
                """.formatted(expiration, credential, conditions);
        return new BrowserForm()
                .field("x-amz-algorithm", "AWS4-HMAC-SHA256")
                .field("x-amz-credential", credential)
                .field("x-amz-date", "20261127T101530Z")
                .field("policy", Base64.getEncoder().encodeToString(policy.getBytes(StandardCharsets.UTF_8)))
                .field("x-amz-signature", "fe5f80");
    }

    public BrowserForm field(String name, String value) {
        return add(
                "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n");
    }

    public BrowserForm file(String filename, String content) {
        return add("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                + "\"\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n");
    }

    private BrowserForm add(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public byte[] body() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(body.toByteArray());
        whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return whole.toByteArray();
    }
}
