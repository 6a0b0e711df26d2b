namespace SiteBuilder.Delivery.Platform.Access;

/// <summary>What a kind is called in roles and paths, by the rule that all kinds of Kubernetes but Endpoints follow.</summary>
internal static class PluralName
{
    public static string Of(string kind) => kind.ToLowerInvariant() switch
    {
        "endpoints" => "endpoints",
        [.. var stem, 'y'] => $"{stem}ies",
        [.., 's'] and var name => $"{name}es",
        var name => $"{name}s",
    };
}
