namespace SiteBuilder.Model.Environments;

/// <summary>Which tests must pass before images leave the machine.</summary>
public sealed record TestGate
{
    /// <summary>The suites, in order. Default: unit, service.</summary>
    public IReadOnlyList<TestSuite> Suites { get; init; } = [TestSuite.Unit, TestSuite.Service];
}
