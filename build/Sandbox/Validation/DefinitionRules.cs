using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>CustomResourceDefinitions.</summary>
internal static class DefinitionRules
{
    private static readonly string[] ColumnTypes = ["boolean", "date", "integer", "number", "string"];
    private static readonly string[] ColumnFormats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];

    public static void Check(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        var name = obj.Text("metadata", "name") ?? "";
        if (old is null && name != $"{spec.Text("names", "plural")}.{spec.Text("group")}") causes.Add(Cause.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
        Group(spec.Text("group") ?? "", causes);
        if (spec.Text("scope") is not { Length: > 0 } scope) causes.Add(Cause.Required("spec.scope"));
        else causes.AddUnlessOneOf("spec.scope", scope, "Cluster", "Namespaced");
        Versions(spec, causes);
        ConversionRules.Check(spec, causes);
        if (old is not null) Update(obj, old, causes);
        Stored(obj, causes);
        Approval(obj, old, causes);
        if (spec.Flag("preserveUnknownFields") && !old.Flag("spec", "preserveUnknownFields"))
        {
            causes.Add(Cause.Invalid("spec.preserveUnknownFields", true, "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"));
        }
    }

    public static IEnumerable<string> Warnings(JsonObject obj, JsonObject? old)
    {
        IEnumerable<string> Formats(JsonObject? definition) => definition.Objects("spec", "versions").SelectMany(v => SchemaRules.UnknownFormats(v.At("schema", "openAPIV3Schema"))).Distinct();
        return Formats(obj).Except(Formats(old)).Select(f => $"unrecognized format \"{f}\"");
    }

    private static void Group(string group, List<Cause> causes)
    {
        if (group.Length == 0) causes.Add(Cause.Required("spec.group"));
        else if (Names.Subdomain(group).Any()) causes.AddJoined("spec.group", group, Names.Subdomain(group));
        else if (!group.Contains('.', StringComparison.Ordinal)) causes.Add(Cause.Invalid("spec.group", group, "should be a domain with at least one dot"));
    }

    /// <summary>What all versions have alike, a real server keeps and names outside of them.</summary>
    private static void Versions(JsonObject spec, List<Cause> causes)
    {
        var versions = spec.Objects("versions").ToList();
        bool Alike(string field) => versions.TrueForAll(v => JsonAccess.Same(v[field], versions[0][field]));
        var (sameSchema, sameColumns, sameParts) = versions.Count > 0 ? (Alike("schema"), Alike("additionalPrinterColumns"), Alike("subresources")) : (true, true, true);
        if (versions.Exists(v => v.At("schema", "openAPIV3Schema") is null))
        {
            for (var i = 0; i < versions.Count; i++)
            {
                if (versions[i].At("schema", "openAPIV3Schema") is null) causes.Add(Cause.Required($"spec.versions[{i}].schema.openAPIV3Schema"));
            }
        }
        for (var i = 0; i < versions.Count; i++)
        {
            var path = $"spec.versions[{i}]";
            var name = versions[i].Text("name") ?? "";
            causes.AddJoined($"{path}.name", name, Names.Label1035(name));
            Deprecation(versions[i], path, causes);
            if (!sameSchema) Schema(versions[i], $"{path}.schema.openAPIV3Schema", causes);
            if (!sameParts) Scale(versions[i], $"{path}.subresources", causes);
            if (!sameColumns) Columns(versions[i], $"{path}.additionalPrinterColumns", causes);
        }
        var shown = new Lazy<JsonArray>(() => new JsonArray([.. versions.Select(v => Shown(v, sameSchema, sameParts, sameColumns))]));
        if (versions.Select(v => v.Text("name")).Distinct().Count() < versions.Count) causes.Add(Cause.Invalid("spec.versions", shown.Value, "must contain unique version names"));
        if (versions.Count(v => v.Flag("storage")) != 1) causes.Add(Cause.Invalid("spec.versions", versions.Count == 0 ? null : shown.Value, "must have exactly one version marked as storage version"));
        if (versions.Count > 0) causes.AddJoined("spec.version", versions[0].Text("name") ?? "", Names.Label1035(versions[0].Text("name") ?? ""));
        DefinitionNames.Required(spec.Object("names") ?? [], causes);
        DefinitionNames.Check(spec.Object("names") ?? [], causes);
        if (versions.Count == 0) return;
        if (sameSchema) Schema(versions[0], "spec.validation.openAPIV3Schema", causes);
        if (sameParts) Scale(versions[0], "spec.subresources", causes);
        if (sameColumns) Columns(versions[0], "spec.additionalPrinterColumns", causes);
    }

    /// <summary>A version as a real server holds it.</summary>
    private static JsonObject Shown(JsonObject version, bool sameSchema, bool sameParts, bool sameColumns) => new()
    {
        ["Name"] = version.Text("name") ?? "",
        ["Served"] = version.Flag("served"),
        ["Storage"] = version.Flag("storage"),
        ["Deprecated"] = version.Flag("deprecated"),
        ["DeprecationWarning"] = version["deprecationWarning"]?.DeepClone(),
        ["Schema"] = sameSchema ? null : version["schema"]?.DeepClone(),
        ["Subresources"] = sameParts ? null : version["subresources"]?.DeepClone(),
        ["AdditionalPrinterColumns"] = sameColumns ? null : version["additionalPrinterColumns"]?.DeepClone(),
        ["SelectableFields"] = version["selectableFields"]?.DeepClone(),
    };

    private static void Schema(JsonObject version, string path, List<Cause> causes)
    {
        if (version.Object("schema", "openAPIV3Schema") is { } schema) SchemaRules.Check(schema, path, version.At("subresources", "status") is not null, causes);
    }

    private static void Deprecation(JsonObject version, string path, List<Cause> causes)
    {
        if (version.Text("deprecationWarning") is not { } warning) return;
        path += ".deprecationWarning";
        if (!version.Flag("deprecated")) causes.Add(Cause.Invalid(path, warning, "can only be set for deprecated versions"));
        else if (warning.Length > 256) causes.Add(Cause.Invalid(path, warning, "must be <= 256 characters long"));
        else if (warning.Length == 0) causes.Add(Cause.Invalid(path, warning, "must not be an empty string"));
        else if (warning.AsSpan().IndexOfAnyInRange('\0', '\u001f') is >= 0 and var at) causes.Add(Cause.Invalid(path, warning, $"must only contain printable UTF-8 characters; non-printable character found at index {at}"));
    }

    private static void Scale(JsonObject version, string path, List<Cause> causes)
    {
        if (version.Object("subresources", "scale") is not { } scale) return;
        foreach (var (field, parents) in ((string, string[])[])[("specReplicasPath", [".spec."]), ("statusReplicasPath", [".status."]), ("labelSelectorPath", [".spec.", ".status."])])
        {
            var place = $"{path}.scale.{field}";
            var value = scale.Text(field) ?? "";
            if (value.Length == 0)
            {
                if (field != "labelSelectorPath") causes.Add(Cause.Required(place));
            }
            else if (value[0] != '.') causes.Add(Cause.Invalid(place, value, "must be a simple json path starting with ."));
            else if (!parents.Any(p => value.StartsWith(p, StringComparison.Ordinal)))
            {
                causes.Add(Cause.Invalid(place, value, $"should be a json path under {(parents.Length == 1 ? parents[0].TrimEnd('.') : "either .spec or .status")}"));
            }
        }
    }

    private static void Columns(JsonObject version, string path, List<Cause> causes)
    {
        var at = 0;
        foreach (var column in version.Objects("additionalPrinterColumns"))
        {
            var place = $"{path}[{at++}]";
            var (type, format, value) = (column.Text("type") ?? "", column.Text("format") ?? "", column.Text("jsonPath") ?? "");
            if (column.Text("name") is null or "") causes.Add(Cause.Required($"{place}.name"));
            if (type.Length == 0) causes.Add(Cause.Required($"{place}.type", $"must be one of {string.Join(',', ColumnTypes)}"));
            else if (!ColumnTypes.Contains(type)) causes.Add(Cause.Invalid($"{place}.type", type, $"must be one of {string.Join(',', ColumnTypes)}"));
            if (format.Length > 0 && !ColumnFormats.Contains(format)) causes.Add(Cause.Invalid($"{place}.format", format, $"must be one of {string.Join(',', ColumnFormats)}"));
            if (value.Length == 0) causes.Add(Cause.Required($"{place}.JSONPath"));
            else if (value[0] != '.') causes.Add(Cause.Invalid($"{place}.JSONPath", value, "must be a simple json path starting with ."));
        }
    }

    private static void Update(JsonObject obj, JsonObject old, List<Cause> causes)
    {
        var established = old.Objects("status", "conditions").Any(c => c.Text("type") == "Established" && c.Text("status") == "True");
        foreach (var path in (string[][])[["scope"], ["names", "kind"], ["group"], ["names", "plural"]])
        {
            if (path is not ["scope"] and not ["names", "kind"] || established) causes.AddChanged($"spec.{string.Join('.', path)}", obj["spec"].At(path), old["spec"].At(path));
        }
    }

    private static void Stored(JsonObject obj, List<Cause> causes)
    {
        var stored = obj.Texts("status", "storedVersions").ToList();
        var versions = obj.Objects("spec", "versions").ToList();
        if (stored.Count == 0)
        {
            causes.Add(Cause.Invalid("status.storedVersions", obj.At("status", "storedVersions") is JsonArray none ? none : null, "must have at least one stored version"));
            return;
        }
        foreach (var version in versions.Where(v => v.Flag("storage") && !stored.Contains(v.Text("name")!)))
        {
            causes.Add(Cause.Invalid("status.storedVersions", obj.At("status", "storedVersions"), $"must have the storage version {version.Text("name")}"));
        }
        for (var i = 0; i < stored.Count; i++)
        {
            var name = stored[i];
            if (versions.Exists(v => v.Text("name") == name)) continue;
            causes.Add(Cause.Invalid($"status.storedVersions[{i}]", name, $"missing from spec.versions; {name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in {name} and removes {name} from status.storedVersions"));
        }
    }

    /// <summary>Groups of Kubernetes itself are not for everyone.</summary>
    private static void Approval(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        const string annotation = "api-approved.kubernetes.io";
        var group = obj.Text("spec", "group") ?? "";
        if (!(group is "k8s.io" or "kubernetes.io" || group.EndsWith(".k8s.io", StringComparison.Ordinal) || group.EndsWith(".kubernetes.io", StringComparison.Ordinal))) return;
        var value = obj.Text("metadata", "annotations", annotation);
        if (old is not null && value == old.Text("metadata", "annotations", annotation)) return;
        var path = $"metadata.annotations[{annotation}]";
        if (string.IsNullOrEmpty(value)) causes.Add(Cause.Required(path, "protected groups must have approval annotation \"api-approved.kubernetes.io\", see https://github.com/kubernetes/enhancements/pull/1111"));
        else if (!value.StartsWith("unapproved", StringComparison.Ordinal) && !(Uri.TryCreate(value, UriKind.Absolute, out var link) && link.Host.Length > 0))
        {
            causes.Add(Cause.Invalid(path, value, "protected groups must have approval annotation \"api-approved.kubernetes.io\" with either a URL or a reason starting with \"unapproved\", see https://github.com/kubernetes/enhancements/pull/1111"));
        }
    }
}
