using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>CustomResourceDefinitions.</summary>
internal static class DefinitionRules
{
    public static void Check(JsonObject obj, bool isNew, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        var name = obj.Text("metadata", "name") ?? "";
        if (isNew && name != $"{spec.Text("names", "plural")}.{spec.Text("group")}") causes.Add(Cause.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
        foreach (var field in (ReadOnlySpan<string>)["group", "scope"])
        {
            if (string.IsNullOrEmpty(spec.Text(field))) causes.Add(Cause.Required($"spec.{field}"));
        }
        var versions = spec.Objects("versions").ToList();
        if (versions.Count == 0) causes.Add(Cause.Required("spec.versions"));
        for (var i = 0; i < versions.Count; i++)
        {
            if (versions[i].At("schema", "openAPIV3Schema") is null) causes.Add(Cause.Required($"spec.versions[{i}].schema.openAPIV3Schema"));
        }
        if (versions.Count > 0 && versions.Count(v => v.Flag("storage")) != 1) causes.Add(Cause.Invalid("spec.versions", new JsonArray([.. versions.Select(v => v.DeepClone())]), "must have exactly one version marked as storage version"));
        if (spec.Text("conversion", "strategy") == "Webhook") causes.Add(Cause.NotSupported("spec.conversion.strategy", "Webhook", ["None"]));
    }
}
