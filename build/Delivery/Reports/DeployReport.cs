namespace SiteBuilder.Delivery.Reports;

/// <summary>The whole of one deploy: what the summary prints and <c>artifacts/deploy.json</c> keeps.</summary>
/// <param name="Environment">Name of the environment.</param>
/// <param name="Stages">The stages in the order in which they ran.</param>
/// <param name="Images">Image name to reference by digest.</param>
/// <param name="Objects">Rolled-out objects by action, such as <c>created</c> to 24.</param>
/// <param name="Urls">What to open in a browser.</param>
public sealed record DeployReport(
    string Environment,
    IReadOnlyList<StageReport> Stages,
    IReadOnlyDictionary<string, string> Images,
    IReadOnlyDictionary<string, int> Objects,
    IReadOnlyList<string> Urls)
{
    /// <summary>True where no stage changed anything.</summary>
    public bool Unchanged => Stages.All(stage => !stage.Changed);
}
