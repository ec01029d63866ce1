package localrunner.template.document;

import java.util.List;

/** Says why a template can't be run; the message has one line per problem, in the order of the file. */
public final class TemplateException extends RuntimeException {

    private final transient List<String> problems;

    TemplateException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One message per problem: file, line, path, what is wrong and what would be right. */
    public List<String> problems() {
        return problems;
    }
}
