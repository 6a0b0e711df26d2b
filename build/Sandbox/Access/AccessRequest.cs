namespace SiteBuilder.Sandbox.Access;

/// <summary>What someone wants to do.</summary>
/// <param name="Namespace">Empty for all namespaces and for cluster-scoped kinds.</param>
/// <param name="Path">A path that belongs to no kind; empty for objects.</param>
internal sealed record AccessRequest(string Verb, string Group, string Resource, string Subresource, string Namespace, string Name, string Path = "")
{
    public string FullResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";
}
