package localrunner.s3;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.edge.StreamedResponse;
import localrunner.s3.Version.StoredObject;
import localrunner.time.Time;

/** Uploads by HTML forms, such as presigned POSTs: "POST Object" in the S3 API Reference. Thread-safe. */
final class FormUploads {

    private static final String STATUS = "success_action_status";

    /** The second is an old name of the first. */
    private static final List<String> REDIRECTS = List.of("success_action_redirect", "redirect");

    private final ObjectOperations objects;
    private final Time time;

    FormUploads(ObjectOperations objects, Time time) {
        this.objects = objects;
        this.time = time;
    }

    StreamedResponse post(OpenBucket bucket, Call call) throws IOException {
        String name = bucket.bucket().name();
        PostForm form = PostForm.read(call.request(), call.body());
        form.required(PostForm.KEY, PostForm.KEY);
        SizeRange sizes = PostPolicy.of(form).check(form, name, time.now());
        S3Request put = S3Request.of(form.asPut());
        LocalS3.requireShortKey(put);
        StoredObject object = objects.post(bucket, new Call(put, form.file(), call.requestId()), sizes);
        return answer(form, put, object, ObjectOperations.stored(bucket, object));
    }

    private static StreamedResponse answer(
            PostForm form, S3Request put, StoredObject object, Map<String, String> stored) {
        Map<String, String> headers = new LinkedHashMap<>(stored);
        Optional<String> page = redirect(form);
        if (page.isPresent()) {
            headers.put("Location", page.get() + (page.get().contains("?") ? "&" : "?") + said(put, object));
            return Answers.empty(303, headers);
        }
        String location = location(put);
        headers.put("Location", location);
        return switch (form.field(STATUS).orElse("")) {
            case "200" -> Answers.empty(200, headers);
            case "201" ->
                Answers.xml(
                        201,
                        headers,
                        Xml.plain(
                                "PostResponse",
                                xml -> xml.element("Location", location)
                                        .element("Bucket", put.bucket())
                                        .element("Key", object.key())
                                        .element("ETag", Conditions.quoted(object.etag()))));
            default -> Answers.empty(204, headers);
        };
    }

    /** Where the browser is to go; a text that is no absolute address is not looked at. */
    private static Optional<String> redirect(PostForm form) {
        return REDIRECTS.stream()
                .flatMap(name -> form.field(name).stream())
                .findFirst()
                .filter(FormUploads::isAddress);
    }

    private static boolean isAddress(String text) {
        try {
            URI address = new URI(text);
            return address.getHost() != null && List.of("http", "https").contains(address.getScheme());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String said(S3Request put, StoredObject object) {
        return "bucket=" + PostForm.percentEncoded(put.bucket()) + "&key=" + PostForm.percentEncoded(object.key())
                + "&etag=" + PostForm.percentEncoded(Conditions.quoted(object.etag()));
    }

    private static String location(S3Request put) {
        String host = put.header("Host").orElse("");
        String bucket = S3Request.bucketOfHost(put.head()).isPresent() ? "" : put.bucket() + "/";
        return "http://" + host + "/" + bucket + PostForm.percentEncoded(put.key());
    }
}
