using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>PersistentVolumeClaims.</summary>
internal static class ClaimRules
{
    private static readonly string[] Modes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

    public static void Spec(JsonObject? spec, string path, List<Cause> causes)
    {
        var modes = spec.Texts("accessModes").ToList();
        if (modes.Count == 0) causes.Add(Cause.Required($"{path}.accessModes", "at least 1 access mode is required"));
        foreach (var mode in modes) causes.AddUnlessOneOf($"{path}.accessModes", mode, Modes);
        if (modes.Count > 1 && modes.Contains("ReadWriteOncePod")) causes.Add(Cause.Forbidden($"{path}.accessModes", "may not use ReadWriteOncePod with other access modes"));
        SelectorRules.Check(spec.Object("selector"), $"{path}.selector", causes);
        if (spec.At("resources", "requests", "storage") is not { } storage) causes.Add(Cause.Required($"{path}.resources[storage]"));
        else if (Quantity.TryParse(storage.ToString(), out var size, out _) && size <= 0) causes.Add(Cause.Invalid($"{path}.resources[storage]", storage, "must be greater than zero"));
        if (spec.Text("storageClassName") is { Length: > 0 } name) causes.AddInvalid($"{path}.storageClassName", name, Names.Subdomain(name));
        causes.AddUnlessOneOf($"{path}.volumeMode", spec.Text("volumeMode"), "Block", "Filesystem");
    }
}
