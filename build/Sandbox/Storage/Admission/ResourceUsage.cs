using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage.Admission;

/// <summary>What one object counts against quotas.</summary>
internal static class ResourceUsage
{
    private static readonly HashSet<string> CountedByName = ["Pod", "Service", "Secret", "ConfigMap", "PersistentVolumeClaim", "ReplicationController", "ResourceQuota"];
    private static readonly HashSet<string> Plain = ["cpu", "memory", "ephemeral-storage"];

    public static JsonObject Of(ResourceKind kind, JsonObject obj)
    {
        JsonObject usage = new() { [$"count/{kind.QualifiedPlural}"] = "1" };
        if (kind.IsCustom || kind.Group.Length > 0) return usage;
        if (CountedByName.Contains(kind.Kind) && kind.Kind != "Pod") usage[kind.Plural] = "1";
        switch (kind.Kind)
        {
            case "Pod" when obj.Text("status", "phase") is not ("Succeeded" or "Failed"):
                OfPod(obj, usage);
                break;
            case "Service":
                OfService(obj, usage);
                break;
            case "PersistentVolumeClaim":
                OfClaim(obj, usage);
                break;
        }
        return usage;
    }

    /// <summary>Whether a quota with these scopes looks at the object.</summary>
    public static bool IsInScope(JsonObject quota, ResourceKind kind, JsonObject obj)
    {
        var scopes = quota["spec"].Texts("scopes").Select(s => (Scope: s, Operator: "Exists", Values: Enumerable.Empty<string>()))
            .Concat((quota.Object("spec", "scopeSelector")).Objects("matchExpressions").Select(e => (Scope: e.Text("scopeName") ?? "", Operator: e.Text("operator") ?? "", Values: e.Texts("values"))))
            .ToList();
        if (scopes.Count == 0) return true;
        return kind is { Kind: "Pod", Group: "" } && scopes.All(s => s.Scope switch
        {
            "Terminating" => obj["spec"].Number("activeDeadlineSeconds") is not null,
            "NotTerminating" => obj["spec"].Number("activeDeadlineSeconds") is null,
            "BestEffort" => obj.Text("status", "qosClass") == "BestEffort",
            "NotBestEffort" => obj.Text("status", "qosClass") != "BestEffort",
            "PriorityClass" => InClass(obj.Text("spec", "priorityClassName"), s.Operator, s.Values),
            _ => false,
        });
    }

    private static bool InClass(string? name, string how, IEnumerable<string> values) => how switch
    {
        "In" => name is not null && values.Contains(name),
        "NotIn" => name is null || !values.Contains(name),
        "DoesNotExist" => string.IsNullOrEmpty(name),
        _ => !string.IsNullOrEmpty(name),
    };

    private static void OfPod(JsonObject pod, JsonObject usage)
    {
        usage["pods"] = "1";
        foreach (var (resource, value) in Amounts.OfPod(pod, "requests"))
        {
            usage[$"requests.{resource}"] = value?.DeepClone();
            if (Plain.Contains(resource)) usage[resource] = value?.DeepClone();
        }
        foreach (var (resource, value) in Amounts.OfPod(pod, "limits"))
        {
            if (Plain.Contains(resource)) usage[$"limits.{resource}"] = value?.DeepClone();
        }
    }

    private static void OfService(JsonObject service, JsonObject usage)
    {
        var type = service.Text("spec", "type");
        var ports = service["spec"].Objects("ports").Count();
        if (type == "NodePort" || (type == "LoadBalancer" && service.Object("spec")?["allocateLoadBalancerNodePorts"]?.GetValue<bool>() != false)) usage["services.nodeports"] = $"{ports}";
        if (type == "LoadBalancer") usage["services.loadbalancers"] = "1";
    }

    private static void OfClaim(JsonObject claim, JsonObject usage)
    {
        var size = claim.Text("spec", "resources", "requests", "storage") ?? "0";
        usage["requests.storage"] = size;
        if (claim.Text("spec", "storageClassName") is not { Length: > 0 } storageClass) return;
        usage[$"{storageClass}.storageclass.storage.k8s.io/requests.storage"] = size;
        usage[$"{storageClass}.storageclass.storage.k8s.io/persistentvolumeclaims"] = "1";
    }
}
