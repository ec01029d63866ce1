package localrunner.template.resources;

import java.util.ArrayList;
import java.util.List;
import localrunner.application.Application;

/** Collects the routes that functions' events add to an API. Not thread-safe. */
final class ApiDraft {

    private final Application.Api withoutRoutes;
    private final boolean apiKeyRequired;
    private final boolean takesEvents;
    private final List<Application.Route> routes = new ArrayList<>();

    /**
     * Makes a draft.
     *
     * @param apiKeyRequired of routes that do not say it themselves
     * @param takesEvents whether SAM adds routes for functions' events: not where there is a DefinitionBody alone
     */
    ApiDraft(Application.Api withoutRoutes, boolean apiKeyRequired, boolean takesEvents) {
        this.withoutRoutes = withoutRoutes;
        this.apiKeyRequired = apiKeyRequired;
        this.takesEvents = takesEvents;
    }

    String logicalId() {
        return withoutRoutes.logicalId();
    }

    String stageName() {
        return withoutRoutes.stageName();
    }

    String id() {
        return withoutRoutes.id();
    }

    boolean apiKeyRequired() {
        return apiKeyRequired;
    }

    boolean takesEvents() {
        return takesEvents;
    }

    boolean hasRoute(String method, String path) {
        return routes.stream()
                .anyMatch(route -> route.method().equals(method) && route.path().equals(path));
    }

    void add(Application.Route route) {
        routes.add(route);
    }

    Application.Api finished(List<Application.UsagePlan> usagePlans) {
        return new Application.Api(
                withoutRoutes.logicalId(),
                withoutRoutes.id(),
                withoutRoutes.name(),
                withoutRoutes.stageName(),
                withoutRoutes.binaryMediaTypes(),
                usagePlans,
                withoutRoutes.methodThrottles(),
                routes);
    }
}
