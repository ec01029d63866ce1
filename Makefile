# `sam build` and the local runner call build-<logical id of the function> for each function: Maven builds all functions
# in one run when a source is newer than the zip, then the function's folder is copied. It relies on build_in_source
# (samconfig.toml); do not use `sam build --parallel`, the runs would share the target folders.
MVN ?= mvn
FUNCTIONS := word-counter-fn sns-multiplier-fn sns-logger-fn event-aggregator-fn summary-retriever-fn
SOURCES := pom.xml .mvn/lambda-assembly.xml \
	$(shell find $(FUNCTIONS) shared-model -name pom.xml -o -path '*/src/main/*' -type f)
RUNNER_SOURCES := pom.xml $(shell find local-runner -name pom.xml -o -path '*/src/main/*' -type f)

.NOTPARALLEL:
.PHONY: help functions runner \
	build-WordCounterFunction build-SnsMultiplierFunction build-SnsLoggerFunction \
	build-EventAggregatorFunction build-SummaryRetrieverFunction

help:
	@echo 'make functions   builds every function that is stale into its target/lambda'
	@echo 'make runner      builds the local runner when it is stale'

functions: $(FUNCTIONS:%=%/target/lambda.zip)

runner: local-runner/target/classpath

build-WordCounterFunction: word-counter-fn/target/lambda.zip
build-SnsMultiplierFunction: sns-multiplier-fn/target/lambda.zip
build-SnsLoggerFunction: sns-logger-fn/target/lambda.zip
build-EventAggregatorFunction: event-aggregator-fn/target/lambda.zip
build-SummaryRetrieverFunction: summary-retriever-fn/target/lambda.zip

build-%:
	cp -R $(dir $<)lambda/. "$(ARTIFACTS_DIR)"

%/target/lambda.zip: $(SOURCES)
	$(MVN) -q -B -ntp -DskipTests -pl $(shell echo $(FUNCTIONS) | tr ' ' ,) -am package

local-runner/target/classpath: $(RUNNER_SOURCES)
	$(MVN) -q -B -ntp -DskipTests -pl local-runner package
