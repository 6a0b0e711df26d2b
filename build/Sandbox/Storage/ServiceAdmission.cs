using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>Addresses, ports and IP families of a Service.</summary>
internal static class ServiceAdmission
{
    public static void Create(JsonObject service, ServiceAddresses addresses)
    {
        var spec = service.Need("spec");
        service["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
        if (spec.Text("type") == "ExternalName") return;
        TakeAddress(service, spec, addresses);
        TakePorts(service, spec, addresses, []);
    }

    public static void Update(JsonObject service, JsonObject old, ServiceAddresses addresses)
    {
        var spec = service.Need("spec");
        if (spec.Text("type") == "ExternalName") return;
        foreach (var name in (ReadOnlySpan<string>)["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"])
        {
            if (!spec.ContainsKey(name) && old.At("spec", name) is { } value) spec[name] = value.DeepClone();
        }
        if (!spec.ContainsKey("clusterIP")) TakeAddress(service, spec, addresses);
        TakePorts(service, spec, addresses, old["spec"].Objects("ports").ToList());
    }

    private static void TakeAddress(JsonObject service, JsonObject spec, ServiceAddresses addresses)
    {
        spec.Default("ipFamilies", new JsonArray("IPv4"));
        spec.Default("ipFamilyPolicy", "SingleStack");
        if (spec.Text("clusterIP") != "None")
        {
            var (address, problem) = addresses.Take(spec.Text("clusterIP"));
            if (address is null)
            {
                throw new StatusException(422, "Invalid", $"Service \"{service.Text("metadata", "name")}\" is invalid: {Problem(spec, problem!)}",
                    new JsonObject { ["name"] = service.Text("metadata", "name"), ["kind"] = "Service", ["causes"] = Refusal.Causes([Problem(spec, problem!)]) });
            }
            spec["clusterIP"] = address;
        }
        spec["clusterIPs"] = new JsonArray(spec["clusterIP"]!.DeepClone());
    }

    private static Cause Problem(JsonObject spec, string problem) => Cause.Invalid("spec.clusterIPs", new JsonArray(spec["clusterIP"]?.DeepClone()), problem);

    private static void TakePorts(JsonObject service, JsonObject spec, ServiceAddresses addresses, List<JsonObject> before)
    {
        if (spec.Text("type") is not ("NodePort" or "LoadBalancer")) return;
        foreach (var port in spec.Objects("ports"))
        {
            var same = before.FirstOrDefault(p => p.Number("port") == port.Number("port") && (p.Text("protocol") ?? "TCP") == (port.Text("protocol") ?? "TCP"));
            var asked = port.Number("nodePort") ?? same?.Number("nodePort");
            if (asked is > 0 && before.Any(p => p.Number("nodePort") == asked)) port["nodePort"] = asked;
            else if (addresses.TakePort(asked) is { } taken) port["nodePort"] = taken;
            else
            {
                throw new StatusException(422, "Invalid",
                    $"Service \"{service.Text("metadata", "name")}\" is invalid: spec.ports[0].nodePort: Invalid value: {asked}: provided port is already allocated");
            }
        }
    }
}
