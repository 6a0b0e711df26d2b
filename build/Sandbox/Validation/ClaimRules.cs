using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>PersistentVolumeClaims.</summary>
internal static class ClaimRules
{
    private const string Immutable = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    private static readonly string[] AccessModes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

    private static readonly string[] Fields =
        ["accessModes", "selector", "resources", "volumeName", "storageClassName", "volumeMode", "dataSource", "dataSourceRef", "volumeAttributesClassName"];

    public static void Check(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        Spec(obj.Object("spec"), "spec", causes);
        if (old is not null) Update(obj, old, causes);
    }

    public static void Spec(JsonObject? spec, string path, List<Cause> causes)
    {
        if (!spec.Texts("accessModes").Any()) causes.Add(Cause.Required($"{path}.accessModes", "at least 1 access mode is required"));
        SelectorRules.Check(spec.Object("selector"), $"{path}.selector", causes);
        Modes(spec, path, causes);
        if (spec.At("resources", "requests", "storage") is not { } storage) causes.Add(Cause.Required($"{path}.resources[storage]"));
        else if (AmountRules.Size(storage) is { Sign: <= 0 }) causes.Add(Cause.Invalid($"{path}.resources[storage]", storage, "must be greater than zero"));
        if (spec.Text("storageClassName") is { Length: > 0 } name) causes.AddInvalid($"{path}.storageClassName", name, Names.Subdomain(name));
        causes.AddUnlessOneOf($"{path}.volumeMode", spec.Text("volumeMode"), "Block", "Filesystem");
        Sources(spec, path, causes);
        if (spec.Text("volumeAttributesClassName") is { Length: > 0 } attributes) causes.AddInvalid($"{path}.volumeAttributesClassName", attributes, Names.Subdomain(attributes));
    }

    public static void Modes(JsonObject? spec, string path, List<Cause> causes)
    {
        var modes = spec.Texts("accessModes").ToList();
        foreach (var mode in modes) causes.AddUnlessOneOf($"{path}.accessModes", mode, AccessModes);
        if (modes.Contains("ReadWriteOncePod") && modes.Exists(m => m != "ReadWriteOncePod" && AccessModes.Contains(m)))
        {
            causes.Add(Cause.Forbidden($"{path}.accessModes", "may not use ReadWriteOncePod with other access modes"));
        }
    }

    public static IEnumerable<string> Warnings(JsonObject obj, JsonObject? old)
    {
        if (obj.At("metadata", "annotations", ClassAnnotation) is not null) yield return $"metadata.annotations[{ClassAnnotation}]: deprecated since v1.8; use \"storageClassName\" attribute instead";
        foreach (var warning in SpecWarnings(obj.Object("spec"), "spec")) yield return warning;
    }

    public static IEnumerable<string> SpecWarnings(JsonObject? spec, string path)
    {
        foreach (var list in (string[])["requests", "limits"])
        {
            if (AmountRules.Size(spec.At("resources", list, "storage")) is { } size && !(size % ResourceRules.Whole).IsZero)
            {
                yield return $"{path}.resources.{list}[storage]: fractional byte value \"{spec.Text("resources", list, "storage")}\" is invalid, must be an integer";
            }
        }
    }

    private static void Sources(JsonObject? spec, string path, List<Cause> causes)
    {
        foreach (var field in (ReadOnlySpan<string>)["dataSource", "dataSourceRef"])
        {
            if (spec.Object(field) is not { } source) continue;
            if (source.Text("name") is null or "") causes.Add(Cause.Required($"{path}.{field}.name"));
            if (source.Text("kind") is null or "") causes.Add(Cause.Required($"{path}.{field}.kind"));
            var group = source.Text("apiGroup") ?? "";
            if (group.Length > 0) causes.AddInvalid($"{path}.{field}.apiGroup", group, Names.Subdomain(group));
            else if (source.Text("kind") != "PersistentVolumeClaim") causes.Add(Cause.Invalid($"{path}.{field}", source.Text("kind") ?? "", "must be 'PersistentVolumeClaim' when referencing the default apiGroup"));
        }
        if (spec.Object("dataSource") is { } one && spec.Object("dataSourceRef") is { } other
            && ((string[])["apiGroup", "kind", "name"]).Any(f => one.Text(f) != other.Text(f)))
        {
            causes.Add(Cause.Invalid(path, new JsonObject(), "must match dataSourceRef"));
        }
    }

    private static void Update(JsonObject obj, JsonObject old, List<Cause> causes)
    {
        var (now, before) = (obj.Object("spec")!.Clone(), old.Object("spec")!.Clone());
        var (size, oldSize) = (now.At("resources", "requests", "storage"), before.At("resources", "requests", "storage"));
        var (mode, oldMode) = (now["volumeMode"], before["volumeMode"]);
        if (before.Text("volumeName") is null or "") before["volumeName"] = now["volumeName"]?.DeepClone();
        var annotated = (now: obj.Text("metadata", "annotations", ClassAnnotation), before: old.Text("metadata", "annotations", ClassAnnotation));
        if (annotated.now != annotated.before) causes.Add(Cause.Invalid($"metadata.annotations[{ClassAnnotation}]", annotated.now ?? "", "field is immutable"));
        if (before["storageClassName"] is null && now.Text("storageClassName") is { } chosen && (annotated.before ?? chosen) == chosen) now.Remove("storageClassName");
        if (obj.Text("status", "phase") == "Bound")
        {
            if (now.Object("resources", "requests") is { } requests) requests["storage"] = oldSize?.DeepClone();
            now["volumeAttributesClassName"] = before["volumeAttributesClassName"]?.DeepClone();
        }
        if (Fields.Any(f => !JsonAccess.Same(now[f], before[f]))) causes.Add(Cause.Forbidden("spec", $"{Immutable}\n{Difference(now, before)}"));
        if (AmountRules.Size(size) < AmountRules.Size(oldSize) && AmountRules.Size(size) <= (AmountRules.Size(old.At("status", "capacity", "storage")) ?? 0))
        {
            causes.Add(Cause.Forbidden("spec.resources.requests.storage", "field can not be less than status.capacity"));
        }
        causes.AddChanged("volumeMode", mode, oldMode);
    }

    private static string Difference(JsonObject now, JsonObject before) => LineDifference.Of(Shown(before), Shown(now));

    /// <summary>The spec with the names that its fields have in a real server.</summary>
    private static JsonObject Shown(JsonObject spec)
    {
        var shown = InternalForm.Of(spec, Fields);
        shown["VolumeName"] = spec.Text("volumeName") ?? "";
        shown["Resources"] = InternalForm.Of(spec.Object("resources") ?? [], "limits", "requests");
        foreach (var field in (ReadOnlySpan<string>)["dataSource", "dataSourceRef"])
        {
            if (spec.Object(field) is not { } source) continue;
            string[] fields = field == "dataSource" ? ["apiGroup", "kind", "name"] : ["apiGroup", "kind", "name", "namespace"];
            shown[InternalForm.Name(field)] = new JsonObject(fields.Select(f => KeyValuePair.Create(f == "apiGroup" ? "APIGroup" : InternalForm.Name(f), source[f]?.DeepClone())));
        }
        return shown;
    }
}
