using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Ingresses.</summary>
internal static class IngressRules
{
    public static void Check(JsonObject obj, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        if (spec["defaultBackend"] is null && !spec.Objects("rules").Any())
        {
            causes.Add(Cause.Invalid("spec", spec, "either `defaultBackend` or `rules` must be specified"));
        }
        var rule = 0;
        foreach (var rules in spec.Objects("rules"))
        {
            var at = 0;
            foreach (var path in rules.Objects("http", "paths"))
            {
                var place = $"spec.rules[{rule}].http.paths[{at++}]";
                if (path.Text("pathType") is null or "") causes.Add(Cause.Required($"{place}.pathType", "pathType must be specified"));
                if (path.Text("pathType") is "Exact" or "Prefix" && path.Text("path") is not ['/', ..]) causes.Add(Cause.Invalid($"{place}.path", path.Text("path") ?? "", "must be an absolute path"));
                if (path.At("backend", "service") is null && path.At("backend", "resource") is null) causes.Add(Cause.Required($"{place}.backend", "backend must specify a service or a resource"));
                if (path.At("backend", "service") is { } service && service.Text("name") is null or "") causes.Add(Cause.Required($"{place}.backend.service.name"));
            }
            rule++;
        }
    }
}
