using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>The variables of containers and where they come from.</summary>
internal static class EnvironmentRules
{
    private static readonly string[] Fields =
        ["metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.podIP", "status.hostIPs", "status.podIPs"];

    public static void Check(JsonObject container, string path, List<Cause> causes)
    {
        var at = 0;
        foreach (var variable in container.Objects("env"))
        {
            var place = $"{path}.env[{at++}]";
            if (string.IsNullOrEmpty(variable.Text("name"))) causes.Add(Cause.Required($"{place}.name"));
            if (variable.Object("valueFrom") is { } from) Source(variable, from, $"{place}.valueFrom", causes);
        }
        at = 0;
        foreach (var source in container.Objects("envFrom"))
        {
            var place = $"{path}.envFrom[{at++}]";
            var count = source.Count(p => p.Key is "configMapRef" or "secretRef");
            foreach (var kind in (ReadOnlySpan<string>)["configMapRef", "secretRef"])
            {
                if (source.Object(kind) is { } reference && string.IsNullOrEmpty(reference.Text("name"))) causes.Add(Cause.Required($"{place}.{kind}.name"));
            }
            if (count == 0) causes.Add(Cause.Invalid($"{path}.envFrom", "", "must specify one of: `configMapRef` or `secretRef`"));
            else if (count > 1) causes.Add(Cause.Invalid($"{path}.envFrom", "", "may not have more than one field specified at a time"));
        }
    }

    private static void Source(JsonObject variable, JsonObject from, string path, List<Cause> causes)
    {
        var count = from.Count(p => p.Key is "fieldRef" or "resourceFieldRef" or "configMapKeyRef" or "secretKeyRef" or "fileKeyRef");
        if (from.Object("fieldRef") is { } field) Field(field, $"{path}.fieldRef", causes);
        foreach (var kind in (ReadOnlySpan<string>)["configMapKeyRef", "secretKeyRef"])
        {
            if (from.Object(kind) is not { } key) continue;
            causes.AddInvalid($"{path}.{kind}.name", key.Text("name") ?? "", Names.Subdomain(key.Text("name") ?? ""));
            if (key.Text("key") is not { Length: > 0 } name) causes.Add(Cause.Required($"{path}.{kind}.key"));
            else causes.AddInvalid($"{path}.{kind}.key", name, Names.ConfigKey(name));
        }
        if (from.Object("resourceFieldRef") is { } resource && string.IsNullOrEmpty(resource.Text("resource"))) causes.Add(Cause.Required($"{path}.resourceFieldRef.resource"));
        if (count == 0) causes.Add(Cause.Invalid(path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"));
        if (variable.Text("value") is { Length: > 0 })
        {
            if (count > 0) causes.Add(Cause.Invalid(path, "", "may not be specified when `value` is not empty"));
        }
        else if (count > 1)
        {
            causes.Add(Cause.Invalid(path, "", "may not have more than one field specified at a time"));
        }
    }

    private static void Field(JsonObject field, string path, List<Cause> causes)
    {
        if (field.Text("fieldPath") is not { Length: > 0 } name) causes.Add(Cause.Required($"{path}.fieldPath"));
        else if (name.StartsWith("metadata.labels['", StringComparison.Ordinal) || name.StartsWith("metadata.annotations['", StringComparison.Ordinal) || Fields.Contains(name)) return;
        else causes.Add(Cause.Invalid($"{path}.fieldPath", name, $"error converting fieldPath: field label not supported: {name}"));
    }
}
