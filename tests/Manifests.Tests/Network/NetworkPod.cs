namespace SiteBuilder.Manifests.Tests.Network;

/// <summary>A pod as a policy sees it.</summary>
internal sealed record NetworkPod(string Namespace, string Name)
{
    public IReadOnlyDictionary<string, string> Labels => new Dictionary<string, string> { [ObjectLabels.Name] = Name };
}
