# shellcheck shell=bash
# How the scripts of this project find a JDK 25, build what is stale and start a program. Each sources it in the checkout's folder.
# The bash of macOS, 3.2, has to be able to read it.

# Variables of a user's shell that would change what cd, grep and options after other arguments mean here.
unset CDPATH GREP_OPTIONS POSIXLY_CORRECT

# What answers on this machine is never asked for through a proxy.
no_proxy=${no_proxy:-${NO_PROXY:-}}
export no_proxy=localhost,127.0.0.1${no_proxy:+,$no_proxy}
export NO_PROXY=$no_proxy

# Java reads arguments and names of files by the locale. Cron, docker exec and ssh often leave none, or one that is not installed:
# then it knows ASCII only, and "größe" arrives as "gr??e".
case $(locale charmap 2>/dev/null) in
  ANSI_X3.4-1968 | US-ASCII | '')
    case $(uname) in
      Darwin) export LC_ALL=en_US.UTF-8 ;;
      *) export LC_ALL=C.UTF-8 ;;
    esac
    ;;
esac

# Two garbage collectors are an error to a JVM, and ours and Maven's is chosen here: the user's own options stay, but for theirs.
leave_out_collectors() {
  local variable options collector
  for variable in JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS MAVEN_OPTS; do
    options=" ${!variable:-} "
    for collector in Serial Parallel G1 Z Shenandoah Epsilon; do
      options=${options// -XX:+Use${collector}GC / }
    done
    if [ -z "${options// /}" ]; then
      unset "$variable"
    elif [ "$options" != " ${!variable} " ]; then
      export "$variable=$options"
    fi
  done
}
leave_out_collectors

give_up() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# Prints the folder of a JDK 25: JAVA_HOME, else that of the PATH's javac, else the first one in the usual places.
find_jdk() {
  local home javac
  javac=$(readlink -f "$(command -v javac)") || javac=
  for home in "${JAVA_HOME:-}" "${javac%/bin/javac}" /usr/lib/jvm/* ~/.sdkman/candidates/java/* ~/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -x "$home/bin/javac" ] && grep -q '^JAVA_VERSION="25[".]' "$home/release" 2>/dev/null; then
      echo "$home"
      return
    fi
  done
  return 1
}

# Sets JAVA_HOME for what is started here, Maven too.
use_jdk() {
  JAVA_HOME=$(find_jdk) || give_up "no JDK 25 found. Install one (https://adoptium.net) or set JAVA_HOME to it."
  export JAVA_HOME
}

# build TARGET...: what the Makefile has of them is built if it is stale
build() {
  local tool
  for tool in mvn make; do
    command -v "$tool" >/dev/null || give_up "$tool is not installed; it is needed to build."
  done
  if make -q "$@" 2>/dev/null; then
    return
  fi
  echo "Building; the first time takes longer, since Maven downloads what the build needs." >&2
  # the options silence Java 25 about a library of Maven's own, and leave out the resets of colours that Maven prints without any
  MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow -Djansi.noreset=true" make -s "$@" MVN='mvn -Dstyle.color=never' >&2 ||
    give_up "the build failed, see above. Is $PWD writable?"
}

# start MODULE ARGUMENT...: in this script's place, java with the class path of a module that is built. Serial GC and C1 only, as in
# the Lambda runtime: it starts faster. Temporary files go to TMPDIR, as other programs' do, unless the user's own options for Java say
# where.
start() {
  local module=$1 temporary=
  shift
  if [[ ${TMPDIR:-} == /* ]] && [[ "${JAVA_TOOL_OPTIONS:-}${JDK_JAVA_OPTIONS:-}" != *-Djava.io.tmpdir=* ]]; then
    temporary=$TMPDIR
  fi
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Dfile.encoding=UTF-8 \
    ${temporary:+"-Djava.io.tmpdir=$temporary"} -cp "$module/target/$module.jar:$(cat "$module/target/classpath")" "$@"
}
