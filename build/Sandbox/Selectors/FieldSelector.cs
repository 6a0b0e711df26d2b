using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Selectors;

/// <summary>A field selector of a request, such as <c>metadata.name=web,status.phase!=Running</c>.</summary>
internal sealed class FieldSelector
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["Pod"] = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName"],
        ["Event"] = ["involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type"],
        ["Secret"] = ["type"],
        ["Namespace"] = ["status.phase"],
        ["Node"] = ["spec.unschedulable"],
        ["Job"] = ["status.successful"],
        ["ReplicaSet"] = ["status.replicas"],
    };

    private readonly List<(string[] Path, string Value, bool Equal)> _terms = [];

    public bool IsEmpty => _terms.Count == 0;

    /// <summary>The name that a matching object must have, where the selector says so.</summary>
    public string? Name { get; private set; }

    /// <exception cref="StatusException">The text is no selector, or the kind cannot be selected by that field.</exception>
    public static FieldSelector Parse(string text, ResourceKind kind)
    {
        var selector = new FieldSelector();
        foreach (var term in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = term.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0) throw Refusal.BadRequest($"invalid selector: '{term}'; can't understand '{term}'");
            var equal = term[at - 1] != '!';
            var field = term[..(equal ? at : at - 1)];
            var value = term[(at + 1)..].TrimStart('=');
            Check(field, kind);
            if (equal && field == "metadata.name") selector.Name = value;
            selector._terms.Add((field.Split('.'), value, equal));
        }
        return selector;
    }

    public bool Matches(JsonObject obj) => _terms.TrueForAll(t => (Value(obj, t.Path) == t.Value) == t.Equal);

    private static string Value(JsonObject obj, string[] path) => path is ["source"]
        ? obj.Text("source", "component") ?? obj.Text("reportingComponent") ?? ""
        : obj.At(path) is JsonValue value ? value.ToString() : path is ["spec", "unschedulable"] or ["spec", "hostNetwork"] ? "false" : "";

    private static void Check(string field, ResourceKind kind)
    {
        if (field is "metadata.name" || (field is "metadata.namespace" && kind.Namespaced)) return;
        var known = kind.IsCustom ? null : Known.GetValueOrDefault(kind.Kind);
        if (known is not null && known.Contains(field)) return;
        throw Refusal.BadRequest(known is not null
            ? $"field label not supported: {field}"
            : $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
    }
}
