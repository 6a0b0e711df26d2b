using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>Addresses, ports and IP families of a Service.</summary>
internal static class ServiceAdmission
{
    public static void Create(JsonObject service, ServiceAddresses addresses, bool dryRun)
    {
        var spec = service.Need("spec");
        service["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
        if (spec.Text("type") == "ExternalName") return;
        TakeAddress(service, spec, addresses);
        TakePorts(service, spec, addresses, [], dryRun);
        TakeCheckPort(spec, addresses, null, dryRun);
    }

    /// <summary>A balancer that sends to the nodes with pods only asks each node at this port whether it has some.</summary>
    private static void TakeCheckPort(JsonObject spec, ServiceAddresses addresses, long? before, bool dryRun = false)
    {
        if (spec.Text("type") != "LoadBalancer" || spec.Text("externalTrafficPolicy") != "Local") return;
        var asked = spec.Number("healthCheckNodePort") is { } number and not 0 ? number : before;
        if (asked is > 0 && asked == before) spec["healthCheckNodePort"] = asked;
        else if (addresses.TakePort(asked, dryRun) is { } taken) spec["healthCheckNodePort"] = taken;
        else throw new StatusException(500, "InternalError", $"Internal error occurred: failed to allocate requested HealthCheck NodePort {asked}: provided port is {(asked is < 30000 or > 32767 ? "not in the valid range. The range of valid ports is 30000-32767" : "already allocated")}");
    }

    public static void Update(JsonObject service, JsonObject old, ServiceAddresses addresses)
    {
        var spec = service.Need("spec");
        DropOfOldType(spec, old);
        var balanced = spec.Text("type") == "LoadBalancer" && spec.Text("externalTrafficPolicy") == "Local";
        if (!balanced && JsonAccess.Same(spec["healthCheckNodePort"], old.At("spec", "healthCheckNodePort"))) spec.Remove("healthCheckNodePort");
        if (spec.Text("type") == "ExternalName") return;
        foreach (var name in (ReadOnlySpan<string>)["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"])
        {
            if (!spec.ContainsKey(name) && old.At("spec", name) is { } value) spec[name] = value.DeepClone();
        }
        if (!spec.ContainsKey("clusterIP")) TakeAddress(service, spec, addresses);
        else if (spec.Text("clusterIP") != old.Text("spec", "clusterIP"))
        {
            // the rules refuse it, with the new address alone
            spec["clusterIPs"] = new JsonArray(spec["clusterIP"]?.DeepClone());
        }
        else if (ServiceFamilies.Settle(spec) is { Count: > 0 } causes) throw Refused(service, causes);
        else spec.Default("clusterIPs", new JsonArray(spec["clusterIP"]?.DeepClone()));
        if (spec.Text("type") == "LoadBalancer" && spec.Text("externalTrafficPolicy") == "Local") spec.Default("healthCheckNodePort", old["spec"].Number("healthCheckNodePort") ?? 0);
        TakePorts(service, spec, addresses, old["spec"].Objects("ports").ToList());
        TakeCheckPort(spec, addresses, old["spec"].Number("healthCheckNodePort"));
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
        if (before == "LoadBalancer")
        {
            Drop(spec, old.Object("spec"), "allocateLoadBalancerNodePorts");
            Drop(spec, old.Object("spec"), "loadBalancerClass");
        }
        if (now is "NodePort" or "LoadBalancer" || before is not ("NodePort" or "LoadBalancer")) return;
        Drop(spec, old.Object("spec"), "externalTrafficPolicy");
        Drop(spec, old.Object("spec"), "healthCheckNodePort");
        var ports = old["spec"].Objects("ports").ToList();
        foreach (var port in spec.Objects("ports")) Drop(port, ports.Find(p => p.Number("nodePort") == port.Number("nodePort")), "nodePort");
    }

    private static void TakeAddress(JsonObject service, JsonObject spec, ServiceAddresses addresses)
    {
        if (ServiceFamilies.Settle(spec) is { Count: > 0 } causes) throw Refused(service, causes);
        if (spec.Text("clusterIP") != "None")
        {
            var (address, problem) = addresses.Take(spec.Text("clusterIP"));
            if (address is null) throw Refused(service, [Cause.Invalid("spec.clusterIPs", new JsonArray(spec["clusterIP"]?.DeepClone()), problem!)]);
            spec["clusterIP"] = address;
        }
        spec["clusterIPs"] = new JsonArray(spec["clusterIP"]!.DeepClone());
    }

    private static StatusException Refused(JsonObject service, List<Cause> causes) => new(422, "Invalid",
        $"Service \"{service.Text("metadata", "name")}\" is invalid: {(causes.Count == 1 ? causes[0].ToString() : $"[{string.Join(", ", causes)}]")}",
        new JsonObject { ["name"] = service.Text("metadata", "name"), ["kind"] = "Service", ["causes"] = Refusal.Causes(causes) });

    private static void TakePorts(JsonObject service, JsonObject spec, ServiceAddresses addresses, List<JsonObject> before, bool dryRun = false)
    {
        if (spec.Text("sessionAffinity") != "ClientIP") spec.Remove("sessionAffinityConfig");
        if (spec.Text("type") is not ("NodePort" or "LoadBalancer")) return;
        if (spec.Text("type") == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"] is not null && !spec.Flag("allocateLoadBalancerNodePorts")) return;
        var at = -1;
        foreach (var port in spec.Objects("ports"))
        {
            at++;
            var same = before.FirstOrDefault(p => p.Number("port") == port.Number("port") && (p.Text("protocol") ?? "TCP") == (port.Text("protocol") ?? "TCP"));
            var asked = port.Number("nodePort") ?? same?.Number("nodePort");
            if (asked is > 0 && before.Any(p => p.Number("nodePort") == asked)) port["nodePort"] = asked;
            else if (addresses.TakePort(asked, dryRun) is { } taken) port["nodePort"] = taken;
            else
            {
                var cause = Cause.Invalid($"spec.ports[{at}].nodePort", asked ?? 0, asked is < 30000 or > 32767
                    ? "provided port is not in the valid range. The range of valid ports is 30000-32767"
                    : "provided port is already allocated");
                throw Refused(service, [cause]);
            }
        }
    }
}
