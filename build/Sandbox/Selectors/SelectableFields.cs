using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Selectors;

/// <summary>The fields by which objects of a kind can be selected.</summary>
internal static class SelectableFields
{
    private const string Name = "metadata.name";
    private const string Namespace = "metadata.namespace";

    /// <summary>Kinds that name all their fields; every other kind has its name and namespace.</summary>
    private static readonly Dictionary<ObjectKind, string[]> Declared = new()
    {
        [new("", "Pod")] = [Name, Namespace, "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName"],
        [new("", "Event")] = [Name, Namespace, "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type"],
        [new("", "Secret")] = [Name, Namespace, "type"],
        [new("", "Service")] = [Name, Namespace, "spec.clusterIP", "spec.type"],
        [new("", "ReplicationController")] = [Name, Namespace, "status.replicas"],
        [new("", "Namespace")] = [Name, "status.phase"],
        [new("", "Node")] = [Name, "spec.unschedulable"],
        [new("batch", "Job")] = [Name, Namespace, "status.successful"],
        [new("events.k8s.io", "Event")] = [Name, Namespace, "regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "regarding.apiVersion", "regarding.resourceVersion", "regarding.fieldPath", "reason", "reportingController", "type"],
    };

    /// <summary>The field under which its value is found.</summary>
    /// <exception cref="StatusException">The kind cannot be selected by it.</exception>
    public static string Of(string field, ResourceKind kind)
    {
        if (kind.IsCustom)
        {
            if (field == Name || (field == Namespace && kind.Namespaced) || kind.Custom.Objects("selectableFields").Any(f => f.Text("jsonPath") == $".{field}")) return field;
            throw Refusal.BadRequest($"field label not supported: {field}");
        }
        if (!Declared.TryGetValue(kind.ObjectKind, out var fields))
        {
            if (field is Name or Namespace) return field;
            throw Refusal.BadRequest($"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
        }
        if (fields.Contains(field)) return field;
        // what old clients call the node of a pod
        if (kind.Kind == "Pod" && field == "spec.host") return "spec.nodeName";
        throw Refusal.BadRequest(kind.Kind == "Job" ? $"field label \"{field}\" not supported for Job" : $"field label not supported: {field}");
    }

    /// <summary>The value as text; empty where there is none.</summary>
    public static string Value(JsonObject obj, string field, ResourceKind kind) => (kind.Kind, field) switch
    {
        ("Event", "source") when !kind.IsCustom => obj.Text("source", "component") is { Length: > 0 } source ? source : obj.Text("reportingComponent") ?? "",
        ("Pod", "status.podIPs") when !kind.IsCustom => "",
        ("Job", "status.successful") when !kind.IsCustom => Text(obj, "status.succeeded", "0"),
        ("Node", "spec.unschedulable") or ("Pod", "spec.hostNetwork") when !kind.IsCustom => Text(obj, field, "false"),
        ("ReplicationController", "status.replicas") when !kind.IsCustom => Text(obj, field, "0"),
        _ => Text(obj, field, ""),
    };

    private static string Text(JsonObject obj, string field, string otherwise) => obj.At(field.Split('.')) is JsonValue value ? value.ToString() : otherwise;
}
