using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Testing;

/// <summary>What is tested and how.</summary>
/// <param name="Root">The repository, as a full path.</param>
/// <param name="Projects">Test projects, below the root.</param>
/// <param name="Suites">Which suites run.</param>
public sealed record TestOptions(string Root, IReadOnlyList<string> Projects, IReadOnlyCollection<TestSuite> Suites)
{
    /// <summary>Holds <c>&lt;project&gt;.trx</c> and <c>&lt;project&gt;.cobertura.xml</c>; default <c>artifacts/test-results</c>.</summary>
    public string ResultFolder { get; init; } = Path.Combine(Root, "artifacts", "test-results");

    /// <summary>Holds notes of what passed; default <c>.nuke/temp/tests</c>.</summary>
    public string CacheFolder { get; init; } = Path.Combine(Root, ".nuke", "temp", "tests");

    /// <summary>Runs tests even when nothing changed since they passed.</summary>
    public bool Force { get; init; }

    /// <summary>How many projects run at a time; default 1, as the tests of one project already use all cores.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Build configuration; default Release.</summary>
    public string Configuration { get; init; } = "Release";

    /// <summary>Collects coverage in Cobertura form; default true.</summary>
    public bool Coverage { get; init; } = true;

    /// <summary>Limit of one test project; default 30 minutes.</summary>
    public TimeSpan ProjectLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Variables for the tests; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>
    /// Folders and files below the root that tests read beyond what their projects are compiled from, by project; a key <c>*</c> is for all.
    /// They are inputs of the fingerprint.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> FurtherInputs { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
