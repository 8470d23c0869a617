#!/bin/sh
# Does the statistical suite notice a wrong program? Each mutation below is one mistake, made in a copy of the
# sources; every suite named with it must then fail. The suites must pass before anything is changed.
#
#     Tests/mutations.sh [TREE]      TREE: the checkout to test, the one this script is in unless given
#     Tests/mutations.sh --check     only: does every mutation still find its line?
#
# Only a copy is changed. It is kept with its build in the directory LANGEVIN_MUTATIONS (by default under TMPDIR),
# so that a mutation, and a second run, compile little. Exit code: 0 if every mutation was noticed.
set -eu

only_check=
if [ "${1:-}" = --check ]; then
  only_check=yes
  shift
fi
here=$(cd "$(dirname "$0")" && pwd)
tree=$(cd "${1:-$here/..}" && pwd)
copy=${LANGEVIN_MUTATIONS:-${TMPDIR:-/tmp}/langevin-mutations}
log=$copy/log.txt
survivors=0

# The modules the statistical tests need, and nothing else to compile.
prepare() {
  mkdir -p "$copy/Sources" "$copy/Tests"
  for module in CGSL CGSLSupport CLanes GSL Stochastic; do
    rm -rf "${copy:?}/Sources/$module"
    cp -RL "$tree/Sources/$module" "$copy/Sources/$module"
  done
  rm -rf "$copy/Tests/StatisticalTests"
  cp -RL "$tree/Tests/StatisticalTests" "$copy/Tests/StatisticalTests"
  cat > "$copy/Package.swift" <<'MANIFEST'
// swift-tools-version: 6.2
import PackageDescription

#if arch(arm64)
  let processorFlag = "-mcpu=native"
#else
  let processorFlag = "-march=native"
#endif
let kernelFlags: [SwiftSetting] = [
  .unsafeFlags(["-O", "-Xcc", processorFlag, "-Xcc", "-fno-math-errno"])
]
let package = Package(
  name: "mutations",
  targets: [
    .systemLibrary(name: "CGSL", pkgConfig: "gsl"),
    .target(name: "CGSLSupport", dependencies: ["CGSL"]),
    .target(name: "CLanes", cSettings: [.unsafeFlags([processorFlag])]),
    .target(name: "GSL", dependencies: ["CGSL", "CGSLSupport"]),
    .target(name: "Stochastic", dependencies: ["CLanes", "GSL"], swiftSettings: kernelFlags),
    .testTarget(
      name: "StatisticalTests", dependencies: ["Stochastic", "GSL"], resources: [.copy("Resources")],
      swiftSettings: kernelFlags),
  ],
  swiftLanguageModes: [.v6]
)
MANIFEST
}

build() {
  (cd "$copy" && swift build -c release -Xswiftc -enable-testing --build-tests) > "$log" 2>&1 || {
    tail -n 30 "$log" >&2
    echo "ERROR $1: does not compile" >&2
    exit 2
  }
}

# Runs the suites; the exit code is that of the tests.
run_suites() {
  filter=$(echo "$*" | tr ' ' '|')
  (cd "$copy" && swift test -c release -Xswiftc -enable-testing --skip-build --filter "($filter)/") \
    > "$log" 2>&1
}

# mutate NAME FILE SUITES PATTERN REPLACEMENT [PATTERN REPLACEMENT]...
# Patterns are basic regular expressions, and each must match exactly one line of FILE as it stands.
mutate() {
  name=$1 source=$tree/Sources/Stochastic/$2 file=$copy/Sources/Stochastic/$2 suites=$3
  shift 3
  script=
  while [ $# -gt 0 ]; do
    matches=$(grep -c -- "$1" "$source" || true)
    if [ "$matches" != 1 ]; then
      echo "ERROR $name: '$1' matches $matches lines of $source; expected 1" >&2
      exit 2
    fi
    script="$script
/$1/{
s/$1/$2/
b
}"
    shift 2
  done
  if [ -n "$only_check" ]; then return; fi
  sed "$script" "$source" > "$file"
  build "$name"
  # shellcheck disable=SC2086  # suites are separate words
  if run_suites $suites; then :; fi
  cp "$source" "$file"
  judge "$name" "$suites"
}

judge() {
  verdict=PASS
  for suite in $2; do
    grep -q "Suite $suite failed after" "$log" || verdict=FAIL
  done
  [ "$verdict" = PASS ] || survivors=$((survivors + 1))
  echo "$verdict $1"
  for suite in $2; do
    if grep -q "Suite $suite failed after" "$log"; then
      echo "       noticed by $suite"
    else
      echo "       NOT noticed by $suite"
    fi
  done
  sed -n 's/.*Test \([A-Za-z]*([^)]*)\).* failed after.* with \([0-9]* issue\).*/       failed: \1, \2(s)/p' "$log"
}

if [ -z "$only_check" ]; then
  prepare
  build "the tree as it is"
  everything="QuadraticBiasTests ReferenceChainTests ReferenceMinibatchTests FullBatchTests BatchLawTests"
  # shellcheck disable=SC2086  # suites are separate words
  if ! run_suites $everything; then
    grep -E 'failed after|recorded an issue' "$log" >&2 || tail -n 30 "$log" >&2
    echo "ERROR: the suites fail without any mutation" >&2
    exit 2
  fi
  echo "the suites pass without mutations"
fi

mutate "(a) noise scaled by sqrt 2" Integrators/EulerMaruyama.swift \
  "QuadraticBiasTests ReferenceChainTests" \
  'Lanes(repeating: step\.incrementScale)' 'Lanes(repeating: step.incrementScale * 2.0.squareRoot())'
mutate "(b) factor 1/2 dropped from the loss" Networks/RiskKernels.swift \
  "FullBatchTests ReferenceMinibatchTests" \
  '0\.5 \* block\.weights\[i\]' 'block.weights[i]'
mutate "(c) lambda halved in the gradient" Networks/RiskKernels.swift \
  "ReferenceChainTests" \
  'Lanes(repeating: risk\.regularization)' 'Lanes(repeating: 0.5 * risk.regularization)'
mutate "(c) lambda halved in the gradient of a batch" Networks/MinibatchKernels.swift \
  "FullBatchTests ReferenceMinibatchTests" \
  'Lanes(repeating: risk\.regularization)' 'Lanes(repeating: 0.5 * risk.regularization)'
mutate "(d) 1/b dropped from SGD" Networks/MinibatchKernels.swift \
  "FullBatchTests ReferenceMinibatchTests" \
  '1 \/ Double(batch\.count)' '1.0'
mutate "(e) with and without replacement swapped" Random/BatchSampler.swift \
  "BatchLawTests ReferenceMinibatchTests" \
  'case \.withReplacement: \.independent' 'case .withReplacement: .subsetOfFew' \
  'case \.\.\.16: \.epochOfFew' 'case ...16: .independent'

if [ -n "$only_check" ]; then
  echo "every mutation finds its line"
  exit 0
fi
if [ "$survivors" -gt 0 ]; then
  echo "$survivors mutations survived"
  exit 1
fi
echo "every mutation was noticed"
