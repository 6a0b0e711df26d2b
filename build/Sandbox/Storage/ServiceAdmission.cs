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
        DropOfOldType(spec, old);
        if (spec.Text("type") == "ExternalName") return;
        foreach (var name in (ReadOnlySpan<string>)["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"])
        {
            if (!spec.ContainsKey(name) && old.At("spec", name) is { } value) spec[name] = value.DeepClone();
        }
        if (!spec.ContainsKey("clusterIP")) TakeAddress(service, spec, addresses);
        TakePorts(service, spec, addresses, old["spec"].Objects("ports").ToList());
    }

    /// <summary>What the type before had and the new one cannot have goes, unless the client changes it too.</summary>
    private static void DropOfOldType(JsonObject spec, JsonObject old)
    {
        var (now, before) = (spec.Text("type"), old.Text("spec", "type"));
        if (now == before) return;
        void Drop(JsonObject part, JsonObject? same, string name)
        {
            if (same is not null && JsonAccess.Same(part[name], same[name])) part.Remove(name);
        }
        if (now == "ExternalName")
        {
            foreach (var name in (ReadOnlySpan<string>)["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"]) Drop(spec, old.Object("spec"), name);
        }
        if (now is "NodePort" or "LoadBalancer" || before is not ("NodePort" or "LoadBalancer")) return;
        Drop(spec, old.Object("spec"), "externalTrafficPolicy");
        Drop(spec, old.Object("spec"), "healthCheckNodePort");
        var ports = old["spec"].Objects("ports").ToList();
        foreach (var port in spec.Objects("ports")) Drop(port, ports.Find(p => p.Number("nodePort") == port.Number("nodePort")), "nodePort");
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
                throw Refused(service, System.Net.IPAddress.TryParse(spec.Text("clusterIP"), out _)
                    ? Cause.Invalid("spec.clusterIPs", new JsonArray(spec["clusterIP"]?.DeepClone()), problem!)
                    : Cause.Invalid("spec.clusterIPs[0]", spec.Text("clusterIP"), "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
            }
            spec["clusterIP"] = address;
        }
        spec["clusterIPs"] = new JsonArray(spec["clusterIP"]!.DeepClone());
    }

    private static StatusException Refused(JsonObject service, Cause cause) => new(422, "Invalid", $"Service \"{service.Text("metadata", "name")}\" is invalid: {cause}",
        new JsonObject { ["name"] = service.Text("metadata", "name"), ["kind"] = "Service", ["causes"] = Refusal.Causes([cause]) });

    private static void TakePorts(JsonObject service, JsonObject spec, ServiceAddresses addresses, List<JsonObject> before)
    {
        if (spec.Text("sessionAffinity") != "ClientIP") spec.Remove("sessionAffinityConfig");
        if (spec.Text("type") is not ("NodePort" or "LoadBalancer")) return;
        if (spec.Text("type") == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"] is not null && !spec.Flag("allocateLoadBalancerNodePorts")) return;
        foreach (var port in spec.Objects("ports"))
        {
            var same = before.FirstOrDefault(p => p.Number("port") == port.Number("port") && (p.Text("protocol") ?? "TCP") == (port.Text("protocol") ?? "TCP"));
            var asked = port.Number("nodePort") ?? same?.Number("nodePort");
            if (asked is > 0 && before.Any(p => p.Number("nodePort") == asked)) port["nodePort"] = asked;
            else if (addresses.TakePort(asked) is { } taken) port["nodePort"] = taken;
            else
            {
                var cause = Cause.Invalid("spec.ports[0].nodePort", asked ?? 0, asked is < 30000 or > 32767
                    ? "provided port is not in the valid range. The range of valid ports is 30000-32767"
                    : "provided port is already allocated");
                throw Refused(service, cause);
            }
        }
    }
}
