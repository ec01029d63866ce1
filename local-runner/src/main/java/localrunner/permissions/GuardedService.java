package localrunner.permissions;

import java.util.Optional;
import localrunner.application.Application;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.edge.SigningScope;
import localrunner.iam.Decision;
import localrunner.permissions.Gatekeeper.Identity;

/**
 * A service that functions reach with permission only. Calls of anybody else, such as the AWS CLI, are not checked.
 * Thread-safe.
 *
 * @param as in whose name all calls are; empty where the access key of each tells
 */
record GuardedService(EdgeService service, ServiceNeeds needs, Gatekeeper gatekeeper, Optional<Identity> as)
        implements EdgeService {

    @Override
    public String name() {
        return service.name();
    }

    @Override
    public EdgeService inTheNameOf(String roleArn) {
        return new GuardedService(service, needs, gatekeeper, gatekeeper.apiGateway(roleArn));
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) throws InterruptedException {
        Optional<Decision.Denied> refusal = as.or(() -> caller(request))
                .flatMap(identity -> gatekeeper.refusal(identity, () -> needs.operation(request), needs.of(request)));
        return refusal.isPresent() ? needs.refusal(request, refusal.get()) : service.handle(request);
    }

    private Optional<Identity> caller(EdgeRequest request) {
        return SigningScope.accessKeyId(request)
                .flatMap(Application.Function::callerOf)
                .flatMap(gatekeeper::function);
    }
}
