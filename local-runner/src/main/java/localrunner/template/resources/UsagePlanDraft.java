package localrunner.template.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import localrunner.application.Application;

/** Collects the keys that are linked with a usage plan. Not thread-safe. */
final class UsagePlanDraft {

    private final String logicalId;
    private final Application.Throttle throttle;
    private final Optional<Application.Quota> quota;
    private final Set<String> apiIds;
    private final List<Application.ApiKey> keys = new ArrayList<>();

    /** @param apiIds the APIs whose stage is in the plan */
    UsagePlanDraft(
            String logicalId, Application.Throttle throttle, Optional<Application.Quota> quota, Set<String> apiIds) {
        this.logicalId = logicalId;
        this.throttle = throttle;
        this.quota = quota;
        this.apiIds = Set.copyOf(apiIds);
    }

    String logicalId() {
        return logicalId;
    }

    boolean hasApi(String id) {
        return apiIds.contains(id);
    }

    void add(Application.ApiKey key) {
        keys.add(key);
    }

    Application.UsagePlan finished() {
        return new Application.UsagePlan(logicalId, throttle, quota, keys);
    }
}
