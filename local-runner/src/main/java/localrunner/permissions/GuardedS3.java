package localrunner.permissions;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.edge.EdgeRequest;
import localrunner.edge.SigningScope;
import localrunner.edge.StreamedResponse;
import localrunner.edge.StreamingService;
import localrunner.iam.Decision;
import localrunner.permissions.Gatekeeper.Identity;
import localrunner.s3.PostForm;

/**
 * S3, which functions reach with permission only.
 *
 * <p>Who may not list a bucket is not told that an object is missing, but that access is denied, as S3 does. A request
 * that deletes several objects is refused as a whole, where S3 answers for each. An HTML form needs what its signer would
 * need for the same PUT. Thread-safe.
 */
record GuardedS3(StreamingService service, S3Needs needs, Gatekeeper gatekeeper) implements StreamingService {

    private static final int LARGEST_LIST_BYTES = 2 * 1024 * 1024;
    private static final int NOT_FOUND = 404;

    @Override
    public String name() {
        return service.name();
    }

    @Override
    public boolean isAddressedBy(EdgeRequest head) {
        return service.isAddressedBy(head);
    }

    @Override
    public StreamedResponse handle(EdgeRequest head, InputStream body) throws IOException, InterruptedException {
        if (PostForm.isSent(head)) {
            return handleForm(head, body);
        }
        Optional<Identity> caller = caller(head);
        if (caller.isEmpty()) {
            return service.handle(head, body);
        }
        byte[] read = S3Needs.areInBody(head) ? body.readNBytes(LARGEST_LIST_BYTES) : new byte[0];
        Optional<Decision.Denied> refusal = refusal(caller.get(), head, read);
        if (refusal.isPresent()) {
            return denied(head, refusal.get());
        }
        StreamedResponse answer = service.handle(head, read.length == 0 ? body : new ByteArrayInputStream(read));
        if (answer.status() != NOT_FOUND) {
            return answer;
        }
        return S3Needs.toKnowWhatIsMissing(head)
                .flatMap(
                        need -> gatekeeper.refusal(caller.get(), () -> ServiceNeeds.methodAndPath(head), List.of(need)))
                .map(denied -> denied(head, denied))
                .orElse(answer);
    }

    private Optional<Identity> caller(EdgeRequest head) {
        return SigningScope.accessKeyId(head)
                .flatMap(Application.Function::callerOf)
                .flatMap(gatekeeper::function);
    }

    private StreamedResponse handleForm(EdgeRequest head, InputStream body) throws IOException, InterruptedException {
        byte[] beginning = body.readNBytes(PostForm.LARGEST_BEGINNING_BYTES);
        Optional<Decision.Denied> refusal = PostForm.asPut(head, beginning)
                .flatMap(put -> caller(put).flatMap(signer -> refusal(signer, put, new byte[0])));
        return refusal.isPresent()
                ? denied(head, refusal.get())
                : service.handle(head, new SequenceInputStream(new ByteArrayInputStream(beginning), body));
    }

    private Optional<Decision.Denied> refusal(Identity caller, EdgeRequest head, byte[] body) {
        List<Need> needed;
        try {
            needed = needs.of(head, body);
        } catch (RuntimeException e) {
            // S3 says what is wrong with the request.
            return Optional.empty();
        }
        return gatekeeper.refusal(caller, () -> ServiceNeeds.methodAndPath(head), needed);
    }

    /** S3 puts the resource into quotation marks. */
    private static StreamedResponse denied(EdgeRequest head, Decision.Denied denied) {
        String message = denied.message()
                .replace("on resource: " + denied.resource(), "on resource: \"" + denied.resource() + "\"");
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>"
                + message.replace("&", "&amp;").replace("<", "&lt;") + "</Message></Error>";
        byte[] body = head.method().equals("HEAD") ? new byte[0] : xml.getBytes(StandardCharsets.UTF_8);
        return new StreamedResponse(
                403,
                Map.of("Content-Type", "application/xml", "Content-Length", Integer.toString(body.length)),
                out -> out.write(body));
    }
}
