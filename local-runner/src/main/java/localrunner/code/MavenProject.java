package localrunner.code;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Knows which Maven projects belong together, by the {@code modules} of their poms (Maven's POM Reference,
 * "Aggregation"). Modules of profiles are not among them, as nobody knows here which profile is active.
 */
final class MavenProject {

    static final String POM = "pom.xml";

    private MavenProject() {}

    /** The outermost folder whose build has the module in it; the module itself when there is none. */
    static Path rootOf(Path module) {
        Path root = module;
        for (Path folder = module.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(POM)) && projectsFrom(folder).contains(module)) {
                root = folder;
            }
        }
        return root;
    }

    /** The folders of a build: the root's, and those of its modules, and theirs. */
    static Set<Path> projectsFrom(Path root) {
        Set<Path> projects = new TreeSet<>();
        collect(root, projects);
        return projects;
    }

    private static void collect(Path folder, Set<Path> projects) {
        if (projects.add(folder)) {
            modules(folder).forEach(module -> collect(module, projects));
        }
    }

    /** The folders that a pom names as its modules; none when it can't be read, which Maven says better. */
    static List<Path> modules(Path folder) {
        List<Path> modules = new ArrayList<>();
        try (InputStream pom = Files.newInputStream(folder.resolve(POM))) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Element project = factory.newDocumentBuilder().parse(pom).getDocumentElement();
            for (Element list : children(project, "modules")) {
                for (Element module : children(list, "module")) {
                    Path named = folder.resolve(module.getTextContent().strip()).normalize();
                    modules.add(named.toString().endsWith(".xml") ? named.getParent() : named);
                }
            }
        } catch (IOException | SAXException | ParserConfigurationException | InvalidPathException e) {
            return List.of();
        }
        return modules;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
