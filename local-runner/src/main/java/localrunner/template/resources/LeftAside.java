package localrunner.template.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import localrunner.template.document.PropertyReader;

/**
 * Collects what a template contains and {@link IgnoredOnALaptop} names, so that the start can say what it leaves aside.
 * Permissions are not among it when calls are checked by them.
 * Not thread-safe.
 */
public final class LeftAside implements PropertyReader.Ignored {

    private final boolean enforcesIam;
    private final Map<String, Integer> resourcesByType = new TreeMap<>();
    private final Set<String> properties = new TreeSet<>();

    /** @param enforcesIam whether calls are checked by the template's permissions */
    public LeftAside(boolean enforcesIam) {
        this.enforcesIam = enforcesIam;
    }

    @Override
    public Set<String> properties(String schema) {
        return IgnoredOnALaptop.properties(schema);
    }

    @Override
    public void met(String schema, String name) {
        if (IgnoredOnALaptop.isWorthSaying(schema, name)
                && !(enforcesIam && IgnoredOnALaptop.isPermission(schema, name))) {
            // These two are parts of every resource, and no type's name.
            properties.add(schema.equals("Resource") || schema.equals("Template") ? name : schema + "." + name);
        }
    }

    void met(Resource resource) {
        if (IgnoredOnALaptop.type(resource.type()).isPresent()
                && !(enforcesIam && PermissionsReader.TYPES.contains(resource.type()))) {
            resourcesByType.merge(resource.type(), 1, Integer::sum);
        }
    }

    /** Resource types with their number, then properties behind what they belong to; each part in alphabetical order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        resourcesByType.forEach((type, count) -> names.add(count == 1 ? type : type + " (" + count + ")"));
        names.addAll(properties);
        return names;
    }
}
