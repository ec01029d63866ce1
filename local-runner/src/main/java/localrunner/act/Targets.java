package localrunner.act;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import localrunner.application.Application;
import localrunner.map.NodeIds;
import localrunner.template.document.Suggestion;
import localrunner.web.WebRefusal;

/** The routes, functions, topics and queues of an application, by the ids of their nodes on the map. Immutable. */
final class Targets {

    private final Map<String, Target> byId = new LinkedHashMap<>();

    Targets(Application application) {
        for (Application.Api api : application.apis()) {
            for (Application.Route route : api.routes()) {
                add(new Target.OfRoute(
                        NodeIds.route(application, api.logicalId(), route.method(), route.path()), api, route));
            }
        }
        application.functions().forEach(function -> add(new Target.OfFunction(function)));
        application.topics().forEach(topic -> add(new Target.OfTopic(topic)));
        application.queues().forEach(queue -> add(new Target.OfQueue(queue)));
    }

    private void add(Target target) {
        byId.put(target.id(), target);
    }

    /** In the order of the template: routes, functions, topics, queues. */
    List<Target> all() {
        return List.copyOf(byId.values());
    }

    /** @throws WebRefusal when there is no such target; the message says which there are */
    Target find(String id) {
        Target target = byId.get(id);
        if (target == null) {
            throw new WebRefusal(
                    404,
                    "there is no route, function, topic or queue '%s'%s"
                            .formatted(id, Suggestion.among(id, "There are", byId.keySet())));
        }
        return target;
    }
}
