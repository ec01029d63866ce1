package localrunner.template.resources;

import localrunner.template.document.PropertyReader;

/** Reads {@code FunctionResponseTypes} of an event source mapping. */
final class FunctionResponseTypes {

    private FunctionResponseTypes() {}

    /** Whether the function's answer says which records failed; another type is reported. */
    static boolean reportBatchItemFailures(PropertyReader reader) {
        boolean reports = false;
        for (String type : reader.texts("FunctionResponseTypes")) {
            reports = true;
            if (!type.equals("ReportBatchItemFailures")) {
                reader.problem(
                        "FunctionResponseTypes", "'" + type + "' is not supported; supported: ReportBatchItemFailures");
            }
        }
        return reports;
    }
}
