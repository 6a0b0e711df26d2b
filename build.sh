#!/usr/bin/env bash
# Runs the build: ./build.sh TARGET --option value. Compiles build/ only when its inputs changed.
set -euo pipefail

# every program that is started here is a part of each run's time: what the shell can do, it does
script=${BASH_SOURCE[0]}
[[ $script == */* ]] || script=./$script
root=$(cd "${script%/*}" && pwd)
temp="$root/.nuke/temp"
state="$temp/build-inputs"
program=("$root/build/bin/Release/net10.0/_build.dll")
compiled_ahead="$temp/compiled-ahead"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NUKE_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# also where a build of another folder has started this one
export NUKE_ROOT="$root"

fail() {
  printf '%s\n' "$@" >&2
  exit 255
}

# The SDK that global.json asks for: the one on PATH, or the one in the places where its installers put it.
find_sdk() {
  local place version
  for place in "" "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
    if [[ -z $place ]]; then dotnet=$(command -v dotnet || true); else dotnet="$place/dotnet"; fi
    # without a matching SDK this command fails and lists what there is
    if [[ -x $dotnet ]] && version=$(cd "$root" && "$dotnet" --version 2>/dev/null); then return; fi
  done
  version=$(sed -n 's/.*"version": *"\([0-9]*\.[0-9]*\).*/\1/p' "$root/global.json")
  fail ".NET SDK $version is missing; the build is written in C#. Install it, then run the same command again:" \
    "  Debian, Ubuntu   apt-get install -y dotnet-sdk-$version   (package source: https://learn.microsoft.com/dotnet/core/install/linux)" \
    "  macOS            brew install dotnet-sdk" \
    "  anywhere         https://dotnet.microsoft.com/download/dotnet/$version"
}

# What a file says; nothing where it is not there.
read_file() {
  if [[ -f $1 ]]; then echo "$(<"$1")"; fi
}

input_files() {
  cd "$root"
  shopt -s nullglob nocaseglob
  # with the last ones written as patterns, what is not there is left out
  find build deploy/Model deploy/Manifests Directory.* [g]lobal.json .[e]ditorconfig [n]uget.config \( -name bin -o -name obj -o -name TestResults \) -prune -o -type f "$@"
}

# What the file system says about the inputs: cheap, asked on every run.
stat_key() {
  {
    echo "packages $packages"
    if [[ $OSTYPE == darwin* || $OSTYPE == *bsd* ]]; then
      input_files -exec stat -f '%N %z %Fm %Fc %i' {} +
    else
      input_files -printf '%p %s %T@ %C@ %i\n'
    fi
  } | LC_ALL=C sort
}

# What the inputs contain: asked when the cheap key differs, so that a checkout or a touch compiles nothing.
content_key() {
  local sum=sha256sum
  command -v sha256sum >/dev/null || sum="shasum -a 256"
  {
    echo "packages $packages"
    input_files -exec $sum {} +
  } | LC_ALL=C sort
}

# The sources as they were before a compile with the lock files as they are after it: the compile may write those.
merged() {
  {
    grep -v 'packages\.lock\.json' <<<"$1"
    # there may be none
    grep 'packages\.lock\.json' <<<"$2" || true
  } | LC_ALL=C sort
}

# Nuke's own packages where the configured NuGet source has them, else the stand-in of build/StandIns; asked once.
choose_packages() {
  local decision="$temp/delivery-packages" probe="$temp/package-probe"
  if [[ -n ${DELIVERY_PACKAGES:-} ]]; then packages=$DELIVERY_PACKAGES; else packages=$(read_file "$decision"); fi
  case $packages in
    registry | bundled) [[ -z ${DELIVERY_PACKAGES:-} ]] || echo "$packages" >"$decision"; return ;;
    "") ;;
    *) fail "DELIVERY_PACKAGES is '$packages'. Accepted: registry, bundled." ;;
  esac
  mkdir -p "$probe"
  cat >"$probe/probe.csproj" <<'PROBE'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
    <RestorePackagesWithLockFile>false</RestorePackagesWithLockFile>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Nuke.Components" Version="10.1.0" />
  </ItemGroup>
</Project>
PROBE
  packages=bundled
  if limited 60 "$dotnet" restore "$probe/probe.csproj" -v q >"$probe/log.txt" 2>&1; then packages=registry; fi
  rm -rf "$probe/obj"
  echo "$packages" >"$decision"
}

# Runs a command and stops it after some seconds. macOS has no timeout command.
limited() {
  local seconds=$1 command watchdog status=0
  shift
  if command -v timeout >/dev/null; then
    timeout "$seconds" "$@" 9>&-
    return
  fi
  "$@" 9>&- &
  command=$!
  (sleep "$seconds" && kill "$command") >/dev/null 2>&1 9>&- &
  watchdog=$!
  wait "$command" || status=$?
  kill "$watchdog" 2>/dev/null || true
  return $status
}

compile() {
  local log="$temp/compile.log" compiler="sitebuilder-$$" status=0
  rm -f "$state.stat" "$state.content" "$compiled_ahead"
  # 9 is the lock: servers that the compiler leaves behind must not inherit it
  # one compiler for all projects, as starting one takes longer than most compilations; its name is its own, so that it can be ended after them
  (cd "$root" && "$dotnet" build build/_build.csproj -c Release -v q -nologo -clp:NoSummary -nodeReuse:false \
    -p:UseSharedCompilation=true -p:SharedCompilationId="$compiler" -p:DeliveryPackages="$packages" >"$log" 2>&1 </dev/null 9>&-) || status=$?
  # without pkill, or where it has ended already, there is nothing to do: left alone it ends by itself after ten minutes
  pkill -f -- "-pipename:$compiler" 2>/dev/null || true
  if ((status != 0)); then
    # what follows this line says the same errors once more
    sed '/^Build FAILED/,$d' "$log" >&2
    fail "build/ does not compile; the errors are above."
  fi
}

# To machine code, where NuGet has the compiler for that; without it every run compiles what it uses, and takes a second longer.
compile_ahead() {
  rm -f "$compiled_ahead"
  if ! (cd "$root" && limited 300 "$dotnet" build build/Ahead -t:Ahead -p:CompiledAhead="$compiled_ahead" -v q -nologo -nodeReuse:false && take_ahead && "$dotnet" "${program[@]}" --help) >"$temp/compile-ahead.log" 2>&1 </dev/null 9>&-; then
    rm -f "$compiled_ahead"
  fi
}

# Takes the program in machine code, to be run by the framework that it was compiled for.
take_ahead() {
  local framework
  framework=$(<"$compiled_ahead")
  program=(exec --fx-version "${framework##*/}" "$root/build/bin/ahead/${framework##*/}/_build.dll")
}

# Compiles where the inputs contain something else than at the last compile. A file saved meanwhile counts next time.
bring_up_to_date() {
  local stat_before content_before
  stat_before=$(stat_key)
  content_before=$(content_key)
  if [[ ! -f $program || $content_before != "$(read_file "$state.content")" ]]; then compile; compile_ahead; elif ! is_framework_there; then compile_ahead; fi
  merged "$content_before" "$(content_key)" >"$state.content"
  merged "$stat_before" "$(stat_key)" >"$state.stat"
}

# False where the framework that the build was compiled to machine code for was replaced by a newer one.
is_framework_there() {
  [[ ! -f $compiled_ahead || -d $(<"$compiled_ahead") ]]
}

is_up_to_date() {
  is_framework_there && [[ -n $packages && ${DELIVERY_PACKAGES:-$packages} == "$packages" && -f $program && -f $state.stat ]] &&
    [[ $(stat_key) == "$(<"$state.stat")" ]]
}

[[ -d $temp ]] || mkdir -p "$temp"
packages=$(read_file "$temp/delivery-packages")
if ! is_up_to_date; then
  find_sdk
  (
    if command -v flock >/dev/null && ! flock -n 9; then
      echo "Another run compiles the build; waiting for it." >&2
      flock 9
    fi
    choose_packages
    bring_up_to_date
    echo "$dotnet" >"$temp/dotnet-path"
  ) 9>"$temp/compile.lock" || exit $?
fi

dotnet=$(read_file "$temp/dotnet-path")
[[ -x $dotnet ]] || find_sdk
# the build calls dotnet itself
command -v dotnet >/dev/null || export PATH="${dotnet%/*}:$PATH" DOTNET_ROOT="${dotnet%/*}"
if [[ -f $compiled_ahead ]]; then take_ahead; fi
exec "$dotnet" "${program[@]}" "$@"
