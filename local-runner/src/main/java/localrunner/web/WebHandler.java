package localrunner.web;

import localrunner.edge.StreamedResponse;

/** Answers the requests to one path of the console's API. Each has a thread of its own, so a handler may block. */
@FunctionalInterface
public interface WebHandler {

    /**
     * Answers a request; {@link WebAnswers} makes the answer.
     *
     * @throws WebRefusal when the request is wrong
     * @throws InterruptedException when the runner is being stopped
     */
    StreamedResponse handle(WebRequest request) throws InterruptedException;
}
