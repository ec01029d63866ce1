package localrunner.template;

import java.util.List;

/** A template that can't be run as it stands; the message has one line per problem, in the order of the file. */
public final class TemplateException extends RuntimeException {

    private final transient List<String> problems;

    public TemplateException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One message per problem: file, line, path, what is wrong and what would be right. */
    public List<String> problems() {
        return problems;
    }
}
