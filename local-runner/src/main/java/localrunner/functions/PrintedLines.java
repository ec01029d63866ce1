package localrunner.functions;

import localrunner.console.Console;
import localrunner.facts.Fact;
import localrunner.service.ServiceContext;

/** Prints the lines of a function's process, and tells each as a fact. Thread-safe. */
record PrintedLines(ServiceContext context, Fact.Version function) implements Console {

    @Override
    public void line(String source, String text) {
        context.console().line(source, text);
        context.facts().tell(new Fact.Printed(context.time().now(), function, text));
    }

    @Override
    public void report(String source, String brief, String whole) {
        context.console().report(source, brief, whole);
        context.facts().tell(new Fact.Printed(context.time().now(), function, whole));
    }

    @Override
    public void warn(String source, String text) {
        context.console().warn(source, text);
    }
}
