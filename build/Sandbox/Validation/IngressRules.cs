using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Ingresses.</summary>
internal static class IngressRules
{
    private const string ClassAnnotation = "kubernetes.io/ingress.class";

    public static void Check(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        var rules = spec.Objects("rules").ToList();
        if (rules.Count == 0 && spec["defaultBackend"] is null) causes.Add(Cause.Invalid("spec", null, "either `defaultBackend` or `rules` must be specified"));
        if (spec.Object("defaultBackend") is { } backend) Backend(backend, "spec.defaultBackend", causes);
        for (var i = 0; i < rules.Count; i++) Rule(rules[i], $"spec.rules[{i}]", causes);
        var at = 0;
        foreach (var tls in spec.Objects("tls")) Tls(tls, $"spec.tls[{at++}]", causes);
        if (spec.Text("ingressClassName") is { } name)
        {
            causes.AddInvalid("spec.ingressClassName", name, Names.Subdomain(name));
            if (old is null && obj.Text("metadata", "annotations", ClassAnnotation) is { } other && other != name)
            {
                causes.Add(Cause.Invalid($"annotations.{ClassAnnotation}", other, "must match `ingressClassName` when both are specified"));
            }
        }
    }

    public static IEnumerable<string> Warnings(JsonObject obj, JsonObject? old)
    {
        if (old is null && obj.At("metadata", "annotations", ClassAnnotation) is not null && obj.At("spec", "ingressClassName") is null)
        {
            yield return $"annotation \"{ClassAnnotation}\" is deprecated, please use 'spec.ingressClassName' instead";
        }
    }

    private static void Rule(JsonObject rule, string path, List<Cause> causes)
    {
        if (rule.Text("host") is { Length: > 0 } host)
        {
            if (AddressRules.Parse(host) is not null) causes.Add(Cause.Invalid($"{path}.host", host, "must be a DNS name, not an IP address"));
            Host(host, $"{path}.host", causes);
        }
        if (rule.Object("http") is not { } http) return;
        var paths = http.Objects("paths").ToList();
        if (paths.Count == 0) causes.Add(Cause.Required($"{path}.http.paths"));
        for (var i = 0; i < paths.Count; i++) Path(paths[i], $"{path}.http.paths[{i}]", causes);
    }

    private static void Path(JsonObject rule, string path, List<Cause> causes)
    {
        var target = rule.Text("path") ?? "";
        switch (rule.Text("pathType"))
        {
            case null:
                causes.Add(Cause.Required($"{path}.pathType", "pathType must be specified"));
                return;
            case "Exact" or "Prefix":
                if (target is not ['/', ..]) causes.Add(Cause.Invalid($"{path}.path", target, "must be an absolute path"));
                causes.AddInvalid($"{path}.path", target, new[] { "//", "/./", "/../", "%2f", "%2F" }.Where(s => target.Contains(s, StringComparison.Ordinal)).Select(s => $"must not contain '{s}'"));
                causes.AddInvalid($"{path}.path", target, new[] { "/..", "/." }.Where(s => target.EndsWith(s, StringComparison.Ordinal)).Select(s => $"cannot end with '{s}'"));
                break;
            case "ImplementationSpecific":
                if (target is not ("" or ['/', ..])) causes.Add(Cause.Invalid($"{path}.path", target, "must be an absolute path"));
                break;
            case { } other:
                causes.Add(Cause.NotSupported($"{path}.pathType", other, ["Exact", "ImplementationSpecific", "Prefix"]));
                break;
        }
        Backend(rule.Object("backend") ?? [], $"{path}.backend", causes);
    }

    private static void Backend(JsonObject backend, string path, List<Cause> causes)
    {
        var (service, resource) = (backend.Object("service"), backend.Object("resource"));
        if (service is not null && resource is not null) causes.Add(Cause.Invalid(path, "", "cannot set both resource and service backends"));
        else if (resource is not null) ReferenceRules.Local(resource, $"{path}.resource", causes);
        else if (service is not null) Service(service, path, causes);
        else causes.Add(Cause.Invalid(path, "", "resource or service backend is required"));
    }

    private static void Service(JsonObject service, string path, List<Cause> causes)
    {
        causes.AddRequiredName($"{path}.service.name", service.Text("name"), Names.Label);
        var (name, number) = (service.Text("port", "name") ?? "", service.Number("port", "number") ?? 0);
        if (name.Length > 0 && number != 0) causes.Add(Cause.Invalid(path, "", "cannot set both port name & port number"));
        else if (name.Length > 0) causes.AddInvalid($"{path}.service.port.name", name, Names.Port(name));
        else if (number != 0) causes.AddPort($"{path}.service.port.number", number);
        else causes.Add(Cause.Required(path, "port name or number is required"));
    }

    private static void Tls(JsonObject tls, string path, List<Cause> causes)
    {
        var at = 0;
        foreach (var host in tls.Texts("hosts")) Host(host, $"{path}.hosts[{at++}]", causes);
        if (tls.Text("secretName") is { Length: > 0 } name) causes.AddInvalid($"{path}.secretName", name, Names.Subdomain(name));
    }

    private static void Host(string host, string path, List<Cause> causes) =>
        causes.AddInvalid(path, host, host.Contains('*', StringComparison.Ordinal) ? Names.WildcardSubdomain(host) : Names.Subdomain(host));
}
