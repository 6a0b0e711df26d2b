using Nuke.Common;
using SiteBuilder.CommandLine;

namespace SiteBuilder.Build.Tests.CommandLine;

/// <summary>Whole messages: they are all that the caller sees.</summary>
public sealed class StrictCommandLineTests
{
    private static readonly Dictionary<string, string> s_nothing = [];

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("Ship")]
    [InlineData("Ship+Look-Around")]
    [InlineData("ship --env staging --bootstrap --yes")]
    [InlineData("Ship -env staging --Bootstrap false")]
    [InlineData("Ship --env=staging --bootstrap=true")]
    [InlineData("Ship --times 3 --colour green")]
    [InlineData("Ship --skip")]
    [InlineData("Ship --skip LookAround+Ship --verbosity quiet")]
    [InlineData("--target Ship LookAround")]
    [InlineData("--plan --host Terminal --no-logo --continue --profile a b")]
    [InlineData("--generate-configuration GitHubActions_delivery --host GitHubActions")]
    public void What_the_build_understands_passes(string line) => Check(line).ShouldBeNull();

    [Theory]
    [InlineData("Shipp", "Unknown target 'Shipp'. Did you mean 'Ship'? ./build.sh --help lists all.")]
    [InlineData("Whatever", "Unknown target 'Whatever'. ./build.sh --help lists all.")]
    [InlineData("Ship --envv x", "Unknown option '--envv'. Did you mean '--env'? ./build.sh --help lists all.")]
    [InlineData("Ship --zzzzzz", "Unknown option '--zzzzzz'. ./build.sh --help lists all.")]
    [InlineData("Ship --boot", "Unknown option '--boot'. Did you mean '--bootstrap'? ./build.sh --help lists all.")]
    [InlineData("Ship --env", "Option '--env' needs a value.")]
    [InlineData("Ship --env=", "Option '--env' needs a value.")]
    [InlineData("Ship --colour", "Option '--colour' needs a value: Red, Green.")]
    [InlineData("Ship --env a b", "Option '--env' takes one value, not 'a b'.")]
    [InlineData("Ship --env a --env b", "Option '--env' is given 2 times; give it once.")]
    [InlineData("Ship --bootstrap maybe", "Bad value 'maybe' for option '--bootstrap'. Accepted: true, false.")]
    [InlineData("Ship --bootstrap true false", "Option '--bootstrap' takes no value, not 'true false'.")]
    [InlineData("Ship --bootstrap=maybe", "Bad value 'maybe' for option '--bootstrap'. Accepted: true, false.")]
    [InlineData("Ship --times many", "Bad value 'many' for option '--times'. Accepted: a whole number.")]
    [InlineData("Ship --colour gren", "Bad value 'gren' for option '--colour'. Did you mean 'Green'? Accepted: Red, Green.")]
    [InlineData("Ship --verbosity loud", "Bad value 'loud' for option '--verbosity'. Accepted: Verbose, Normal, Minimal, Quiet.")]
    [InlineData("Ship --host Mars", "Bad value 'Mars' for option '--host'. Accepted: GitHubActions, Terminal.")]
    [InlineData("Ship --skip Nope", "Bad value 'Nope' for option '--skip'. Accepted: LookAround, Ship.")]
    [InlineData("--bootstrap Ship", "'Ship' stands after an option and would be read as its value. Targets come first: ./build.sh Ship --bootstrap")]
    [InlineData("--env local Ship --yes", "'Ship' stands after an option and would be read as its value. Targets come first: ./build.sh Ship --env local --yes")]
    [InlineData("--env=local Ship", "'Ship' stands after an option and would be read as its value. Targets come first: ./build.sh Ship --env local")]
    public void What_it_does_not_understand_is_one_line_that_names_the_remedy(string line, string expected) => Check(line).ShouldBe(expected);

    [Theory]
    [InlineData("NUKE_TIMES", "many", "Bad value 'many' for environment variable 'NUKE_TIMES'. Accepted: a whole number.")]
    [InlineData("NUKE_BOOTSTRAP", "1", "Bad value '1' for environment variable 'NUKE_BOOTSTRAP'. Accepted: true, false.")]
    [InlineData("NUKE_TIMES", "4", null)]
    [InlineData("NUKE_TELEMETRY_OPTOUT", "1", null)]
    [InlineData("TIMES", "many", null)]
    public void Variables_of_the_build_are_checked_and_others_are_not(string name, string value, string? expected) =>
        StrictCommandLine.Check(typeof(SomeBuild), ["Ship"], new Dictionary<string, string> { [name] = value }).ShouldBe(expected);

    [Fact]
    public void Plain_variables_that_Nuke_would_take_for_parameters_are_found()
    {
        var known = KnownNames.Of(typeof(SomeBuild));

        CallerEnvironment.Mistakable(known, ["ENV", "Env", "NUKE_ENV", "HOST", "PATH", "HOME", "KUBE_CONTEXT", "KUBECONTEXT", "ENVIRONMENT"])
            .ShouldBe(["ENV", "Env", "HOST", "KUBE_CONTEXT", "KUBECONTEXT"]);
    }

    private static string? Check(string line) =>
        StrictCommandLine.Check(typeof(SomeBuild), line.Split(' ', StringSplitOptions.RemoveEmptyEntries), s_nothing);

    public enum Colour
    {
        Red,
        Green,
    }

    private interface ISomeComponent : INukeBuild
    {
        [Parameter("Environment")]
        string Env => TryGetValue(() => Env) ?? "local";

        [Parameter("Context")]
        string? KubeContext => TryGetValue(() => KubeContext);

        [Parameter("Installs")]
        bool Bootstrap => TryGetValue<bool?>(() => Bootstrap) ?? false;

        Target LookAround => _ => _;
    }

    private sealed class SomeBuild : NukeBuild, ISomeComponent
    {
        [Parameter("Answers")]
        public bool? Yes { get; set; }

        [Parameter("Times")]
        public int? Times { get; set; }

        [Parameter("Colour")]
        public Colour Colour { get; set; }

        private Target Ship => _ => _;
    }
}
