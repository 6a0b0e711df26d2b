namespace SiteBuilder.Delivery.Rollouts.Cluster;

/// <summary>One kind as the API server serves it.</summary>
/// <param name="ApiVersion">Such as <c>apps/v1</c>.</param>
/// <param name="Kind">Such as <c>Deployment</c>.</param>
/// <param name="Plural">Name in paths, such as <c>deployments</c>.</param>
/// <param name="Namespaced">False for kinds of the whole cluster.</param>
internal sealed record ApiResource(string ApiVersion, string Kind, string Plural, bool Namespaced)
{
    /// <summary>The path of the collection, or of one object of it.</summary>
    public string Path(string? ns, string? name = null)
    {
        var root = ApiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{ApiVersion}" : $"/api/{ApiVersion}";
        var collection = Namespaced && ns is not null ? $"{root}/namespaces/{ns}/{Plural}" : $"{root}/{Plural}";
        return name is null ? collection : $"{collection}/{Uri.EscapeDataString(name)}";
    }
}
