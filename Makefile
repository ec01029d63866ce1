# `sam build` and the local runner call build-<logical id of the function> for each function: Maven builds all functions
# in one run when a source is newer than a zip, then the function's folder is copied. It relies on build_in_source
# (samconfig.toml); do not use `sam build --parallel`, the runs would share the target folders.
MVN ?= mvn
MAVEN := $(MVN) -q -B -ntp -Dquick
comma := ,
space := $() $()
FUNCTIONS := word-counter-fn sns-multiplier-fn sns-logger-fn event-aggregator-fn summary-retriever-fn \
	dead-letter-replay-fn
BUILDS := build-WordCounterFunction build-SnsMultiplierFunction build-SnsLoggerFunction \
	build-EventAggregatorFunction build-SummaryRetrieverFunction build-DeadLetterReplayFunction
SOURCES := pom.xml .mvn/lambda-*.xml \
	$(shell find $(FUNCTIONS) shared-model -name pom.xml -o -path '*/src/main/*' -type f)
RUNNER_SOURCES := pom.xml $(shell find local-runner -name pom.xml -o -path '*/src/main/*' -type f)

OPERATOR_SOURCES := pom.xml $(shell find operator-cli shared-model -name pom.xml -o -path '*/src/main/*' -type f)

.NOTPARALLEL:
.PHONY: all functions runner operator $(BUILDS)

functions: $(FUNCTIONS:%=%/target/lambda.zip)

runner: local-runner/target/classpath

operator: operator-cli/target/classpath

# functions and runner in one run of Maven: what a new checkout lacks
all:
	$(MAVEN) -pl $(subst $(space),$(comma),$(FUNCTIONS)),local-runner -am package

build-WordCounterFunction: FUNCTION = word-counter-fn
build-SnsMultiplierFunction: FUNCTION = sns-multiplier-fn
build-SnsLoggerFunction: FUNCTION = sns-logger-fn
build-EventAggregatorFunction: FUNCTION = event-aggregator-fn
build-SummaryRetrieverFunction: FUNCTION = summary-retriever-fn
build-DeadLetterReplayFunction: FUNCTION = dead-letter-replay-fn
$(BUILDS): functions
	cp -R $(FUNCTION)/target/lambda/. "$(ARTIFACTS_DIR)"

%/target/lambda.zip: $(SOURCES)
	$(MAVEN) -pl $(subst $(space),$(comma),$(FUNCTIONS)) -am package

local-runner/target/classpath: $(RUNNER_SOURCES)
	$(MAVEN) -pl local-runner package

operator-cli/target/classpath: $(OPERATOR_SOURCES)
	$(MAVEN) -pl operator-cli -am package
