namespace SiteBuilder.Delivery.Testing;

/// <summary>One test project of a <see cref="TestReport"/>.</summary>
/// <param name="Project">Its path below the root.</param>
/// <param name="Summary">Its counts.</param>
/// <param name="FromCache">Nothing changed since it passed, so it did not run again.</param>
/// <param name="TrxFile">The results.</param>
/// <param name="Elapsed">Time of the run that gave the results.</param>
public sealed record ProjectTests(string Project, TrxSummary Summary, bool FromCache, string TrxFile, TimeSpan Elapsed)
{
    /// <summary>Why the project gave no proper results; null = it did.</summary>
    public string? Error { get; init; }

    /// <summary>Cobertura file; null = none.</summary>
    public string? CoverageFile { get; init; }
}
