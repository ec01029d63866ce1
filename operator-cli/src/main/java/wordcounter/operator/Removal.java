package wordcounter.operator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import wordcounter.operator.Stacks.Stack;
import wordcounter.operator.Stacks.State;
import wordcounter.reconciliation.Polling;

/**
 * Removes the stacks of one name with everything that they kept. What it did is nowhere written down: each run looks at what is still there,
 * so that it can be ended at any moment and run again. That works for 90 days after a stack was deleted, as long as CloudFormation remembers
 * what it kept. Not thread-safe.
 */
final class Removal {

    private final Stacks stacks;
    private final StackParameters parameters;
    private final List<KeptKind> kinds;
    private final Supplier<Polling> polling;
    private final Console console;

    /**
     * @param kinds in the order in which they are removed
     * @param polling made anew for each thing that is waited for
     */
    Removal(
            Stacks stacks,
            StackParameters parameters,
            List<KeptKind> kinds,
            Supplier<Polling> polling,
            Console console) {
        this.stacks = stacks;
        this.parameters = parameters;
        this.kinds = List.copyOf(kinds);
        this.polling = polling;
        this.console = console;
    }

    /** A resource that is still there. */
    private record Left(KeptKind kind, KeptResource resource, String contents) {

        String text() {
            return kind.name() + " " + Printable.value(resource.physicalId());
        }
    }

    /**
     * What there is to remove.
     *
     * @param parameters those that do not go with the stack
     * @param others kept resources of types that nothing here knows
     */
    private record Found(Optional<Stack> stack, List<Left> kept, List<String> parameters, List<KeptResource> others) {

        boolean isNothing() {
            return stack.isEmpty() && kept.isEmpty() && parameters.isEmpty() && others.isEmpty();
        }
    }

    /**
     * Shows what there is, and removes it once that is confirmed.
     *
     * @param confirmed asked after all is shown
     * @return the command's exit code
     */
    int run(String name, BooleanSupplier confirmed) {
        Found found = find(name);
        if (found.isNothing()) {
            throw new OperatorException("there is no stack " + name
                    + ", and nothing is left of one that was deleted within the last 90 days");
        }
        if (found.stack().filter(Stack::isProtected).isPresent()) {
            throw new OperatorException("the stack " + name + " has termination protection; take it off first:"
                    + " aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name "
                    + name);
        }
        show(name, found);
        if (!confirmed.getAsBoolean()) {
            console.out().println("Nothing was removed.");
            return WordsCommand.NOT_ALL;
        }
        if (found.stack().isPresent() && !removeStack(found.stack().get(), name)) {
            return WordsCommand.NOT_ALL;
        }
        boolean isDone = true;
        for (Left left : found.kept()) {
            isDone &= remove(left);
        }
        if (!found.parameters().isEmpty()) {
            parameters.remove(found.parameters());
            console.out().println("removed: " + found.parameters().size() + " parameters");
        }
        if (!isDone || !found.others().isEmpty()) {
            console.err().println("Not everything is removed. Run the same command again when that is mended.");
            return WordsCommand.NOT_ALL;
        }
        console.out().println("Nothing of " + name + " is left.");
        return WordsCommand.DONE;
    }

    private Found find(String name) {
        List<Stack> all = stacks.named(name);
        List<Left> kept = new ArrayList<>();
        List<KeptResource> others = new ArrayList<>();
        all.stream()
                .flatMap(stack -> stack.kept().stream())
                .distinct()
                .forEach(resource -> kinds.stream()
                        .filter(kind -> kind.type().equals(resource.type()))
                        .findFirst()
                        .ifPresentOrElse(
                                kind -> kind.contents(resource.physicalId())
                                        .ifPresent(contents -> kept.add(new Left(kind, resource, contents))),
                                () -> others.add(resource)));
        kept.sort(Comparator.comparingInt(left -> kinds.indexOf(left.kind())));
        List<String> names = new ArrayList<>(parameters.under(name));
        all.forEach(stack -> names.removeAll(stack.parameters()));
        return new Found(
                all.stream().filter(stack -> stack.state() != State.DELETED).findFirst(), kept, names, others);
    }

    private void show(String name, Found found) {
        found.stack()
                .ifPresent(stack -> console.out()
                        .println(
                                stack.state() == State.BEING_DELETED
                                        ? "The stack " + name + " is being deleted. With it goes what it kept:"
                                        : "The stack " + name + " will be deleted, and what it keeps:"));
        if (found.stack().isEmpty()) {
            console.out().println("The stack " + name + " is deleted. This is left of it, and will be deleted:");
        }
        Table table = new Table("WHAT", "NAME", "HOLDS");
        found.kept()
                .forEach(left -> table.add(left.kind().name(), left.resource().physicalId(), left.contents()));
        found.parameters().forEach(parameter -> table.add("parameter", parameter, "-"));
        found.others().forEach(other -> table.add(other.type(), other.physicalId(), "is not removed by this command"));
        console.printLines(table.text());
    }

    private boolean removeStack(Stack stack, String name) {
        if (stack.state() != State.BEING_DELETED) {
            stacks.delete(stack.id());
        }
        console.out().println("The stack is being deleted; that takes some minutes.");
        Polling patience = polling.get();
        State state;
        do {
            if (!patience.again()) {
                console.err().println("It is still being deleted. Run the same command again later.");
                return false;
            }
            state = stacks.state(stack.id());
        } while (state == State.THERE || state == State.BEING_DELETED);
        if (state == State.DELETED) {
            console.out().println("removed: stack " + name);
            return true;
        }
        console.err().println("It could not be deleted. What it keeps is untouched.");
        stacks.failures(stack.id()).forEach(failure -> console.err().println("  " + Printable.message(failure)));
        console.err().println("Mend that, and run the same command again.");
        return false;
    }

    private boolean remove(Left left) {
        try {
            Polling patience = polling.get();
            while (!left.kind().remove(left.resource().physicalId())) {
                if (!patience.again()) {
                    console.err().println("still there: " + left.text());
                    return false;
                }
            }
            console.out().println("removed: " + left.text());
            return true;
        } catch (OperatorException e) {
            console.err()
                    .println("not removed: " + left.text() + ": " + Printable.message(String.valueOf(e.getMessage())));
            return false;
        }
    }
}
