package localrunner.permissions;

import java.util.Comparator;
import java.util.Map;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.iam.Decision;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers {@code GET /_iam}: each action on each resource that the template allows, with how many calls needed it
 * and which was the first of them, and each call that was refused.
 */
record PermissionReport(Gatekeeper gatekeeper) implements EdgeService {

    private static final String NAME = "_iam";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) {
        ObjectNode report = JsonMapper.shared().createObjectNode();
        ArrayNode grants = report.putArray("grants");
        gatekeeper.permissions().grants().forEach(grant -> {
            ObjectNode entry = grants.addObject()
                    .put("holder", grant.holder())
                    .put("policy", grant.policy())
                    .put("statement", grant.statement())
                    .put("action", grant.action())
                    .put("resource", grant.resource())
                    .put("needed", gatekeeper.use().timesNeeded(grant));
            gatekeeper.use().firstNeed(grant).ifPresent(call -> entry.put("neededFirstBy", call));
        });
        ArrayNode refused = report.putArray("refused");
        gatekeeper.use().refused().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Decision.Denied::message)))
                .forEach(entry -> refused.addObject()
                        .put("caller", entry.getKey().caller())
                        .put("action", entry.getKey().action())
                        .put("resource", entry.getKey().resource())
                        .put("reason", entry.getKey().reason())
                        .put("times", entry.getValue()));
        return EdgeResponse.of(200, "application/json", report.toString());
    }
}
