using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Platform.Access;

/// <summary>One rule of a role.</summary>
/// <param name="Group">The API group; empty for the core.</param>
/// <param name="Resources">Plural names.</param>
/// <param name="Verbs">What may be done.</param>
internal sealed record AccessRule(string Group, IReadOnlyList<string> Resources, IReadOnlyList<string> Verbs)
{
    /// <summary>The only objects that it is for. Default: all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    public JsonObject ToJson()
    {
        var rule = new JsonObject { ["apiGroups"] = List([Group]), ["resources"] = List(Resources) };
        if (Names.Count > 0)
        {
            rule["resourceNames"] = List(Names);
        }

        rule["verbs"] = List(Verbs);
        return rule;
    }

    private static JsonArray List(IEnumerable<string> values) => [.. values.Select(value => JsonValue.Create(value))];
}
