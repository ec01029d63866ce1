package localrunner.template.document;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says why a template can't be run; the message has one line per problem, in the order of the file. */
public final class TemplateException extends RuntimeException {

    private final transient List<String> problems;

    /** @param hints where to read more; the last lines of the message */
    TemplateException(List<String> problems, List<String> hints) {
        super(Stream.concat(problems.stream(), hints.stream()).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** One message per problem: file, line, path, what is wrong and what would be right. */
    public List<String> problems() {
        return problems;
    }
}
