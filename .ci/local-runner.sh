# shellcheck shell=bash
# How ./check-api and ./check-sam start ./run-local, wait for what they start, and put secrets into it. They source it in the
# checkout's folder.

# await FILE TEXT PROCESS: until the process has printed TEXT into FILE; fails when it ends before, or takes two minutes
await() {
  local end=$((SECONDS + 120))
  until grep -qs "$2" "$1"; do
    kill -0 "$3" 2>/dev/null && [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}

# start_local_runner LOG OPTION...: api and edge are its addresses then; fails when it does not become ready
local_runner=
start_local_runner() {
  local log=$1
  shift
  rm -f "$log"
  # there are documents, and nobody serves them
  ./run-local --port 0 --edge-port 0 --parameter DocumentsBaseUrl=http://127.0.0.1:1 "$@" >"$log" 2>&1 &
  local_runner=$!
  await "$log" '^Ready' "$local_runner" || return 1
  # shellcheck disable=SC2034 # for the script that sources this
  api=$(sed -n 's/^Ready in .*: \(http[^ ]*\) .*/\1/p' "$log")
  edge=$(sed -n 's/.*AWS_ENDPOINT_URL=//p' "$log")
}

# for the script's end, whatever has been started until then
stop_local_runner() {
  kill "$local_runner" 2>/dev/null || return 0
  wait "$local_runner" || true # it says 143, which is the signal
}

# put_slack_secret NAME VALUE: what Slack and the app share, where the local runner's functions look for it
put_slack_secret() {
  curl -sSf -o /dev/null --user local:local --aws-sigv4 aws:amz:us-east-1:ssm -H 'Content-Type: application/x-amz-json-1.1' \
    -H 'X-Amz-Target: AmazonSSM.PutParameter' -d "{\"Name\":\"/local/dev/slack/$1\",\"Value\":\"$2\",\"Type\":\"SecureString\"}" "$edge"
}
