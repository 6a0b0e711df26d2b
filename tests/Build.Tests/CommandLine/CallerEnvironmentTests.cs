using Nuke.Common;
using SiteBuilder.CommandLine;

namespace SiteBuilder.Build.Tests.CommandLine;

/// <summary>Changes variables of this process, under names that nothing else uses.</summary>
public sealed class CallerEnvironmentTests : IDisposable
{
    private const string Plain = "SOME_CLUSTER_FILE";
    private const string Aside = "SITEBUILDER_CALLER_SOME_CLUSTER_FILE";
    private const string Own = "NUKE_SOME_CLUSTER_FILE";

    private readonly KnownNames known = KnownNames.Of(typeof(ClusterBuild));

    [Fact]
    public void A_plain_variable_is_moved_aside_and_can_still_be_asked_for()
    {
        Environment.SetEnvironmentVariable(Plain, "production");

        Prepare("Ship");

        Environment.GetEnvironmentVariable(Plain).ShouldBeNull();
        CallerEnvironment.Get(Plain).ShouldBe("production");
    }

    [Fact]
    public void A_build_inside_a_build_does_not_take_over_what_was_moved_aside()
    {
        Environment.SetEnvironmentVariable(Aside, "of the outer build");

        Prepare("Ship");

        CallerEnvironment.Get(Plain).ShouldBeNull();
    }

    [Fact]
    public void A_value_after_an_equals_sign_reaches_Nuke()
    {
        Prepare("Ship --some-cluster-file=staging");

        Environment.GetEnvironmentVariable(Own).ShouldBe("staging");
    }

    public void Dispose()
    {
        foreach (var name in new[] { Plain, Aside, Own })
            Environment.SetEnvironmentVariable(name, null);
    }

    private void Prepare(string line) => CallerEnvironment.Prepare(known, TypedLine.Parse(line.Split(' ')));

    private sealed class ClusterBuild : NukeBuild
    {
        [Parameter("File")]
        public string? SomeClusterFile { get; set; }

        private Target Ship => _ => _;
    }
}
