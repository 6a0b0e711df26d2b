using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>References from one object to another.</summary>
internal static class ReferenceRules
{
    /// <summary>To an object of any kind in the same namespace.</summary>
    public static void Local(JsonObject reference, string path, List<Cause> causes)
    {
        if (reference.Text("apiGroup") is { } group) causes.AddInvalid($"{path}.apiGroup", group, Names.Subdomain(group));
        KindAndName(reference, path, causes);
    }

    public static void KindAndName(JsonObject reference, string path, List<Cause> causes)
    {
        causes.AddRequiredName($"{path}.kind", reference.Text("kind"), Names.PathSegment);
        causes.AddRequiredName($"{path}.name", reference.Text("name"), Names.PathSegment);
    }

    /// <summary>To a secret in any namespace.</summary>
    public static void Secret(JsonObject? reference, string path, List<Cause> causes)
    {
        if (reference is null) return;
        causes.AddRequiredName($"{path}.name", reference.Text("name"), Names.Subdomain);
        causes.AddRequiredName($"{path}.namespace", reference.Text("namespace"), Names.Label);
    }
}
