package localrunner.web;

/** A part of the console's API. */
@FunctionalInterface
public interface WebApi {

    /** Names the part's paths, and who answers each. */
    void addTo(WebRoutes routes);
}
