using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Services.</summary>
internal static class ServiceRules
{
    public static void Check(JsonObject obj, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        var ports = spec.Objects("ports").ToList();
        var external = spec.Text("type") == "ExternalName";
        if (external && string.IsNullOrEmpty(spec.Text("externalName"))) causes.Add(Cause.Required("spec.externalName"));
        if (ports.Count == 0 && !external && spec.Text("clusterIP") != "None") causes.Add(Cause.Required("spec.ports"));
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Count; i++)
        {
            var name = ports[i].Text("name") ?? "";
            if (name.Length == 0 && ports.Count > 1) causes.Add(Cause.Required($"spec.ports[{i}].name"));
            else if (name.Length > 0 && Names.Label(name).Any()) causes.AddInvalid($"spec.ports[{i}].name", name, Names.Label(name));
            else if (name.Length > 0 && !names.Add(name)) causes.Add(Cause.Duplicate($"spec.ports[{i}].name", name));
            var port = ports[i].Number("port");
            if (port is null or < 1 or > 65535) causes.Add(Cause.Invalid($"spec.ports[{i}].port", port ?? 0, "must be between 1 and 65535, inclusive"));
            if (!numbers.Add($"{ports[i].Text("protocol")}/{port}")) causes.Add(Cause.Duplicate($"spec.ports[{i}]", new JsonObject { ["protocol"] = ports[i].Text("protocol"), ["port"] = port }));
        }
    }
}
