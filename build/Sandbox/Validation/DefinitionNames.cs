using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>The names of a kind that a CustomResourceDefinition adds.</summary>
internal static class DefinitionNames
{
    public static void Required(JsonObject names, List<Cause> causes)
    {
        foreach (var field in (ReadOnlySpan<string>)["plural", "singular", "kind", "listKind"])
        {
            if (names.Text(field) is null or "") causes.Add(Cause.Required($"spec.names.{field}"));
        }
    }

    public static void Check(JsonObject names, List<Cause> causes)
    {
        foreach (var field in (ReadOnlySpan<string>)["plural", "singular"])
        {
            if (names.Text(field) is { Length: > 0 } name) causes.AddJoined($"spec.names.{field}", name, Names.Label1035(name));
        }
        foreach (var field in (ReadOnlySpan<string>)["kind", "listKind"])
        {
            if (names.Text(field) is { Length: > 0 } name) causes.AddJoined($"spec.names.{field}", name, Names.Label1035(name.ToLowerInvariant()), "may have mixed case, but should otherwise match: ");
        }
        Each(names, "shortNames", causes);
        if (names.Text("kind") is { Length: > 0 } kind && names.Text("listKind") == kind) causes.Add(Cause.Invalid("spec.names.listKind", kind, "kind and listKind may not be the same"));
        Each(names, "categories", causes);
    }

    private static void Each(JsonObject names, string field, List<Cause> causes)
    {
        var at = 0;
        foreach (var name in names.Texts(field)) causes.AddJoined($"spec.names.{field}[{at++}]", name, Names.Label1035(name));
    }
}
