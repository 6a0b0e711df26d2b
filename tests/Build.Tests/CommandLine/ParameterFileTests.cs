using SiteBuilder.Build.Tests.Support;
using SiteBuilder.CommandLine;

namespace SiteBuilder.Build.Tests.CommandLine;

/// <summary>Parameter files are as strict as the command line.</summary>
public sealed class ParameterFileTests : IDisposable
{
    private readonly TemporaryFolder root = new();

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{ "$schema": "./build.schema.json", "Env": "staging", "Bootstrap": true, "Verbosity": "Quiet", "Skip": ["Restore"] }""", null)]
    [InlineData("""{ "Bootstrap": null, /* not yet */ "env": "x", }""", null)]
    [InlineData("""{ "Envv": "x" }""", "Unknown parameter 'Envv' in .nuke/parameters.json. Did you mean 'env'? .nuke/build.schema.json lists all.")]
    [InlineData("""{ "Bootstrap": "maybe" }""", "Bad value 'maybe' for 'Bootstrap' in .nuke/parameters.json. Accepted: true, false.")]
    [InlineData("""{ "Verbosity": "loud" }""", "Bad value 'loud' for 'Verbosity' in .nuke/parameters.json. Accepted: Verbose, Normal, Minimal, Quiet.")]
    [InlineData("[]", ".nuke/parameters.json must hold one JSON object.")]
    public void A_file_passes_or_is_one_line(string text, string? expected)
    {
        root.Write(".nuke/parameters.json", text);

        Check("Restore").ShouldBe(expected);
    }

    [Fact]
    public void Only_profiles_that_are_asked_for_are_read()
    {
        root.Write(".nuke/parameters.json", "{}");
        root.Write(".nuke/parameters.ci.json", """{ "Nonsense": 1 }""");

        Check("Restore").ShouldBeNull();
        Check("Restore --profile ci").ShouldBe("Unknown parameter 'Nonsense' in .nuke/parameters.ci.json. .nuke/build.schema.json lists all.");
    }

    [Fact]
    public void A_broken_file_is_named()
    {
        root.Write(".nuke/parameters.json", "{ \"Env\": ");

        Check("Restore").ShouldNotBeNull().ShouldStartWith(".nuke/parameters.json is not valid JSON: ");
    }

    public void Dispose() => root.Dispose();

    private string? Check(string line) => ParameterFileCheck.Check(
        KnownNames.Of(typeof(RestoringBuild)),
        TypedLine.Parse(line.Split(' ')),
        new Dictionary<string, string> { ["NUKE_ROOT"] = root.Path });

    private sealed class RestoringBuild : Nuke.Common.NukeBuild, SiteBuilder.Targets.IHazDeliveryParameters
    {
        private Nuke.Common.Target Restore => _ => _;
    }
}
