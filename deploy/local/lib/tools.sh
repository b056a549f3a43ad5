# Finds the tools that the local commands stand on: JDK 25, Node.js 20 and Maven 3.8.6. Sourced, not run.
# FERRY_ROOT_DIR stands before the usual places, for the tests of this file; it is empty otherwise.

# ferry_say_missing WHAT HINT: one line on what is missing and what to do.
ferry_say_missing() {
  echo "fhir-ferry needs $1, which was found neither in $2 nor in the usual places: $3" >&2
  return 1
}

# ferry_newest FILES...: those that exist, the highest version first.
ferry_newest() {
  local file
  for file in "$@"; do
    if [ -x "$file" ]; then echo "$file"; fi
  done | sort -rV
}

# ferry_is_jdk_25 FOLDER: a whole JDK, not only a runtime.
ferry_is_jdk_25() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] &&
    grep -Eq '^JAVA_VERSION="25([.+"]|-)' "$1/release"
}

# Prints the home of a JDK 25: JAVA_HOME, then the PATH, then the usual places.
ferry_find_jdk() {
  local javac root="${FERRY_ROOT_DIR:-}"
  if ferry_is_jdk_25 "${JAVA_HOME:-}"; then
    echo "$JAVA_HOME"
    return
  fi
  if javac=$(command -v javac) && javac=$(readlink -f "$javac") && ferry_is_jdk_25 "${javac%/bin/javac}"; then
    echo "${javac%/bin/javac}"
    return
  fi
  while IFS= read -r javac; do
    if ferry_is_jdk_25 "${javac%/bin/javac}"; then
      echo "${javac%/bin/javac}"
      return
    fi
  done < <(ferry_newest "$root"/usr/lib/jvm/*/bin/javac "$root"/usr/java/*/bin/javac "$root"/opt/*/bin/javac \
    "$root"/opt/*/*/bin/javac "$root"/usr/local/*/bin/javac "${HOME:-/nowhere}"/.sdkman/candidates/java/*/bin/javac \
    "${HOME:-/nowhere}"/.jdks/*/bin/javac "${HOME:-/nowhere}"/.asdf/installs/java/*/bin/javac \
    "${HOME:-/nowhere}"/.local/share/mise/installs/java/*/bin/javac \
    "$root"/Library/Java/JavaVirtualMachines/*/Contents/Home/bin/javac)
  ferry_say_missing "a JDK 25" "JAVA_HOME nor on the PATH" \
    "install one (Eclipse Temurin 25, for instance), or set JAVA_HOME to it."
}

# ferry_is_node_20 FILE: Node.js 20 or later.
ferry_is_node_20() {
  local version
  version=$("$1" --version 2>/dev/null) && version=${version#v} && [ "${version%%.*}" -ge 20 ] 2>/dev/null
}

# Prints the path of Node.js 20 or later: the PATH, then the usual places.
ferry_find_node() {
  local node root="${FERRY_ROOT_DIR:-}"
  if node=$(command -v node) && ferry_is_node_20 "$node"; then
    echo "$node"
    return
  fi
  while IFS= read -r node; do
    if ferry_is_node_20 "$node"; then
      echo "$node"
      return
    fi
  done < <(ferry_newest "${HOME:-/nowhere}"/.nvm/versions/node/*/bin/node \
    "${HOME:-/nowhere}"/.local/share/fnm/node-versions/*/installation/bin/node "${HOME:-/nowhere}"/.volta/bin/node \
    "${HOME:-/nowhere}"/.local/share/mise/installs/node/*/bin/node "$root"/usr/local/bin/node "$root"/opt/*/bin/node \
    "$root"/opt/homebrew/bin/node)
  ferry_say_missing "Node.js 20 or later" "the PATH" "install it, or put its folder on the PATH."
}

# ferry_is_maven_386 FILE: Maven 3.8.6 or later.
ferry_is_maven_386() {
  local version
  version=$("$1" --version 2>/dev/null | sed -nE 's/.*Apache Maven ([0-9][0-9.]*).*/\1/p') && [ -n "$version" ] &&
    [ "$(printf '%s\n3.8.6\n' "$version" | sort -V | head -n 1)" = 3.8.6 ]
}

# Prints the path of Maven 3.8.6 or later: MAVEN_HOME, then the PATH, then the usual places.
ferry_find_maven() {
  local mvn root="${FERRY_ROOT_DIR:-}"
  while IFS= read -r mvn; do
    if [ -x "$mvn" ] && ferry_is_maven_386 "$mvn"; then
      echo "$mvn"
      return
    fi
  done < <(
    echo "${MAVEN_HOME:-/nowhere}/bin/mvn"
    command -v mvn
    ferry_newest "${HOME:-/nowhere}"/.sdkman/candidates/maven/*/bin/mvn "$root"/opt/*/bin/mvn \
      "$root"/usr/share/maven/bin/mvn "$root"/usr/local/*/bin/mvn "$root"/opt/homebrew/bin/mvn
  )
  ferry_say_missing "Maven 3.8.6 or later" "MAVEN_HOME nor on the PATH" \
    "install it, or put its bin folder on the PATH."
}

# ferry_run_node SCRIPT ARGUMENTS...: becomes the script, with JAVA_HOME set and java, node and npm first on the PATH.
ferry_run_node() {
  local node jdk
  node=$(ferry_find_node) || exit 1
  case " $* " in
    *" --help "* | *" -h "*) ;;
    *)
      jdk=$(ferry_find_jdk) || exit 1
      export JAVA_HOME="$jdk"
      export PATH="$jdk/bin:$PATH"
      ;;
  esac
  export PATH="${node%/node}:$PATH"
  exec "$node" "$@"
}
