using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage.Admission;

/// <summary>What the LimitRanges of a namespace do to new objects: fill in requests and limits, refuse what is too little or too much.</summary>
internal static class LimitRanges
{
    private const string Annotation = "kubernetes.io/limit-ranger";
    private static readonly ObjectKind Kind = new("", "LimitRange");

    public static void Default(JsonObject pod, ClusterState state)
    {
        List<string> done = [];
        foreach (var limit in Limits(state, pod.Text("metadata", "namespace")).Where(l => l.Text("type") == "Container"))
        {
            foreach (var container in pod["spec"].Objects("containers")) Fill(container, limit, "container", done);
            foreach (var container in pod["spec"].Objects("initContainers")) Fill(container, limit, "init container", done);
        }
        if (done.Count > 0) pod.Need("metadata").Need("annotations")[Annotation] = $"LimitRanger plugin set: {string.Join("; ", done)}";
    }

    /// <exception cref="StatusException">403: the object asks for too little or too much.</exception>
    public static void Check(ResourceKind kind, JsonObject obj, ClusterState state)
    {
        List<string> problems = [];
        foreach (var limit in Limits(state, obj.Text("metadata", "namespace")))
        {
            switch (limit.Text("type"))
            {
                case "Container" when kind.Kind == "Pod":
                    foreach (var container in obj["spec"].Objects("containers").Concat(obj["spec"].Objects("initContainers")))
                    {
                        Hold(limit, "Container", container.Object("resources", "requests") ?? [], container.Object("resources", "limits") ?? [], problems);
                    }
                    break;
                case "Pod" when kind.Kind == "Pod":
                    Hold(limit, "Pod", Amounts.OfPod(obj, "requests"), Amounts.OfPod(obj, "limits"), problems);
                    break;
                case "PersistentVolumeClaim" when kind.Kind == "PersistentVolumeClaim":
                    HoldRequests(limit, obj.Object("spec", "resources", "requests") ?? [], problems);
                    break;
            }
        }
        if (problems.Count > 0) throw Refusal.Forbidden(kind, obj.Text("metadata", "name") ?? "", problems.Count == 1 ? problems[0] : $"[{string.Join(", ", problems)}]");
    }

    private static IEnumerable<JsonObject> Limits(ClusterState state, string? ns) => state.List(Kind, ns).SelectMany(range => range["spec"].Objects("limits"));

    private static void Fill(JsonObject container, JsonObject limit, string what, List<string> done)
    {
        List<string> requests = [];
        List<string> limits = [];
        Fill(container, "limits", limit.Object("default"), limits);
        Fill(container, "requests", limit.Object("defaultRequest"), requests);
        if (requests.Count > 0) done.Add($"{string.Join(", ", requests)} request for {what} {container.Text("name")}");
        if (limits.Count > 0) done.Add($"{string.Join(", ", limits)} limit for {what} {container.Text("name")}");
    }

    private static void Fill(JsonObject container, string part, JsonObject? defaults, List<string> set)
    {
        foreach (var (resource, value) in defaults ?? [])
        {
            var given = container.Need("resources").Need(part);
            if (given.ContainsKey(resource)) continue;
            given[resource] = value?.DeepClone();
            set.Add(resource);
        }
        set.Sort(StringComparer.Ordinal);
    }

    private static void Hold(JsonObject limit, string type, JsonObject requests, JsonObject limits, List<string> problems)
    {
        foreach (var (resource, value) in limit.Object("min") ?? [])
        {
            var least = value.Text()!;
            if (requests.Text(resource) is not { } request) problems.Add($"minimum {resource} usage per {type} is {least}.  No request is specified");
            else if (Less(request, least)) problems.Add($"minimum {resource} usage per {type} is {least}, but request is {request}");
            else if (limits.Text(resource) is { } max && Less(max, least)) problems.Add($"minimum {resource} usage per {type} is {least}, but limit is {max}");
        }
        foreach (var (resource, value) in limit.Object("max") ?? [])
        {
            var most = value.Text()!;
            if (limits.Text(resource) is not { } max) problems.Add($"maximum {resource} usage per {type} is {most}.  No limit is specified");
            else if (Less(most, max)) problems.Add($"maximum {resource} usage per {type} is {most}, but limit is {max}");
            else if (requests.Text(resource) is { } request && Less(most, request)) problems.Add($"maximum {resource} usage per {type} is {most}, but request is {request}");
        }
        foreach (var (resource, value) in limit.Object("maxLimitRequestRatio") ?? [])
        {
            HoldRatio(resource, value.Text()!, type, requests.Text(resource), limits.Text(resource), problems);
        }
    }

    private static void HoldRatio(string resource, string most, string type, string? request, string? limit, List<string> problems)
    {
        var begin = $"{resource} max limit to request ratio per {type} is {most}";
        if (request is null || Amounts.Nano(request) == 0) problems.Add($"{begin}, but no request is specified or request is 0");
        else if (limit is null || Amounts.Nano(limit) == 0) problems.Add($"{begin}, but no limit is specified or limit is 0");
        else
        {
            var ratio = (double)Amounts.Nano(limit) / (double)Amounts.Nano(request);
            if (ratio > (double)Amounts.Nano(most) / 1e9) problems.Add($"{begin}, but provided ratio is {ratio.ToString("0.000000", CultureInfo.InvariantCulture)}");
        }
    }

    private static void HoldRequests(JsonObject limit, JsonObject requests, List<string> problems)
    {
        foreach (var (bound, word) in (ReadOnlySpan<(string, string)>)[("min", "minimum"), ("max", "maximum")])
        {
            foreach (var (resource, value) in limit.Object(bound) ?? [])
            {
                var edge = value.Text()!;
                var begin = $"{word} {resource} usage per PersistentVolumeClaim is {edge}";
                if (requests.Text(resource) is not { } request) problems.Add($"{begin}.  No request is specified");
                else if (bound == "min" ? Less(request, edge) : Less(edge, request)) problems.Add($"{begin}, but request is {request}");
            }
        }
    }

    private static bool Less(string a, string b) => Amounts.Nano(a) < Amounts.Nano(b);
}
