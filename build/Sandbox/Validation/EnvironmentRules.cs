using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>The variables of containers and where they come from.</summary>
internal static class EnvironmentRules
{
    private static readonly string[] Fields =
        ["metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"];

    /// <summary>Fields that there are at all, in variables or in volumes.</summary>
    private static readonly string[] Convertible = [.. Fields, "metadata.annotations", "metadata.labels", "spec.restartPolicy", "spec.schedulerName", "status.phase", "spec.hostNetwork", "status.nominatedNodeName"];

    private static readonly string[] Resources = ["limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"];

    private static readonly string[] Divisors = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

    public static void Check(JsonObject container, string path, List<Cause> causes)
    {
        var at = 0;
        foreach (var variable in container.Objects("env"))
        {
            var place = $"{path}.env[{at++}]";
            causes.AddRequiredName($"{place}.name", variable.Text("name"), Names.Variable);
            if (variable.Object("valueFrom") is { } from) Source(variable, from, $"{place}.valueFrom", causes);
        }
        at = 0;
        foreach (var source in container.Objects("envFrom"))
        {
            var place = $"{path}.envFrom[{at++}]";
            if (source.Text("prefix") is { Length: > 0 } prefix) causes.AddInvalid($"{place}.prefix", prefix, Names.Variable(prefix));
            var count = source.Count(p => p.Key is "configMapRef" or "secretRef");
            foreach (var kind in (ReadOnlySpan<string>)["configMapRef", "secretRef"])
            {
                if (source.Object(kind) is { } reference) causes.AddRequiredName($"{place}.{kind}.name", reference.Text("name"), Names.Subdomain);
            }
            if (count == 0) causes.Add(Cause.Invalid($"{path}.envFrom", "", "must specify one of: `configMapRef` or `secretRef`"));
            else if (count > 1) causes.Add(Cause.Invalid($"{path}.envFrom", "", "may not have more than one field specified at a time"));
        }
    }

    private static void Source(JsonObject variable, JsonObject from, string path, List<Cause> causes)
    {
        var count = from.Count(p => p.Key is "fieldRef" or "resourceFieldRef" or "configMapKeyRef" or "secretKeyRef" or "fileKeyRef");
        if (from.Object("fieldRef") is { } field) Field(field, $"{path}.fieldRef", Fields, causes);
        if (from.Object("resourceFieldRef") is { } resource) Resource(resource, $"{path}.resourceFieldRef", ofVolume: false, causes);
        foreach (var kind in (ReadOnlySpan<string>)["configMapKeyRef", "secretKeyRef"])
        {
            if (from.Object(kind) is not { } key) continue;
            causes.AddInvalid($"{path}.{kind}.name", key.Text("name") ?? "", Names.Subdomain(key.Text("name") ?? ""));
            if (key.Text("key") is not { Length: > 0 } name) causes.Add(Cause.Required($"{path}.{kind}.key"));
            else causes.AddInvalid($"{path}.{kind}.key", name, Names.ConfigKey(name));
        }
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

    /// <summary>A field of the pod.</summary>
    public static void Field(JsonObject field, string path, string[] known, List<Cause> causes)
    {
        if (field.Text("fieldPath") is not { Length: > 0 } name)
        {
            causes.Add(Cause.Required($"{path}.fieldPath"));
            return;
        }
        foreach (var map in (ReadOnlySpan<string>)["metadata.labels['", "metadata.annotations['"])
        {
            if (!name.StartsWith(map, StringComparison.Ordinal) || !name.EndsWith("']", StringComparison.Ordinal)) continue;
            var key = name[map.Length..^2];
            causes.AddInvalid(path, key, Names.Qualified(map.Contains("annotations", StringComparison.Ordinal) ? key.ToLowerInvariant() : key));
            return;
        }
        if (!Convertible.Contains(name)) causes.Add(Cause.Invalid($"{path}.fieldPath", name, $"error converting fieldPath: field label not supported: {name}"));
        else if (!known.Contains(name)) causes.Add(Cause.NotSupported($"{path}.fieldPath", name, known));
    }

    /// <summary>What a container may use.</summary>
    public static void Resource(JsonObject resource, string path, bool ofVolume, List<Cause> causes)
    {
        var name = resource.Text("resource") ?? "";
        if (ofVolume && resource.Text("containerName") is null or "") causes.Add(Cause.Required($"{path}.containerName"));
        else if (name.Length == 0) causes.Add(Cause.Required($"{path}.resource"));
        else if (!Resources.Contains(name) && !name.StartsWith("requests.hugepages-", StringComparison.Ordinal) && !name.StartsWith("limits.hugepages-", StringComparison.Ordinal)) causes.Add(Cause.NotSupported($"{path}.resource", name, Resources));
        var divisor = resource.Text("divisor") ?? "0";
        if (divisor == "0") return;
        if (name is "limits.cpu" or "requests.cpu")
        {
            if (divisor is not ("1" or "1m")) causes.Add(Cause.Invalid($"{path}.divisor", name, "only divisor's values 1m and 1 are supported with the cpu resource"));
        }
        else if (Resources.Contains(name) && !Divisors.Contains(divisor))
        {
            var what = name.EndsWith("memory", StringComparison.Ordinal) ? "memory" : "local ephemeral storage";
            causes.Add(Cause.Invalid($"{path}.divisor", name, $"only divisor's values {string.Join(", ", Divisors)} are supported with the {what} resource"));
        }
    }
}
