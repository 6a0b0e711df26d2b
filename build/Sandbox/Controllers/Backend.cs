using System.Globalization;
using System.Text.Json.Nodes;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>One pod behind a Service, with the ports that the Service's ports mean on it.</summary>
internal sealed record Backend(JsonObject Pod, string Address, JsonArray Ports, bool Ready, bool Serving)
{
    /// <summary>Null while the pod has no address.</summary>
    public static Backend? Of(JsonObject service, JsonObject pod)
    {
        if (pod.Text("status", "podIP") is not { Length: > 0 } address)
        {
            return null;
        }

        bool publishes = service.Flag("spec", "publishNotReadyAddresses");
        bool serving = publishes || pod.IsReady();
        JsonArray ports = service.Items("spec", "ports")
            .Select(port => (Port: port, Number: TargetPort(port, pod)))
            .Where(found => found.Number is not null)
            .Select(found =>
            {
                JsonObject entry = new() { ["name"] = found.Port.Text("name") ?? "", ["protocol"] = found.Port.Text("protocol") ?? "TCP", ["port"] = found.Number };
                if (found.Port.Text("appProtocol") is { } appProtocol)
                {
                    entry["appProtocol"] = appProtocol;
                }

                return entry;
            })
            .ToJsonArray();
        return new Backend(pod, address, ports, serving && !pod.IsDeleting(), serving);
    }

    public JsonObject SliceEntry(JsonObject service)
    {
        JsonObject entry = new()
        {
            ["addresses"] = new JsonArray(Address),
            ["conditions"] = new JsonObject { ["ready"] = Ready, ["serving"] = Serving, ["terminating"] = Pod.IsDeleting() },
            ["targetRef"] = TargetRef(),
        };
        AddPlace(entry, service);
        return entry;
    }

    /// <summary>The subsets of Endpoints: ports that have the very same pods behind them stand together.</summary>
    public static IEnumerable<JsonObject> Subsets(JsonObject service, IReadOnlyList<Backend> backends)
    {
        if (!service.Items("spec", "ports").Any())
        {
            return backends.Count == 0 ? [] : [Subset(service, backends, [])];
        }

        return backends.SelectMany(backend => backend.Ports.OfType<JsonObject>()).DistinctBy(port => port.ToJsonString())
            .Select(port => (Port: port, Behind: backends.Where(backend => backend.Ports.Any(own => JsonNode.DeepEquals(own, port))).ToList()))
            .GroupBy(entry => string.Join(' ', entry.Behind.Select(backend => backend.Pod.Uid())))
            .Select(group => Subset(service, group.First().Behind, [.. group.Select(entry => entry.Port)]));
    }

    private static JsonObject Subset(JsonObject service, IReadOnlyList<Backend> backends, List<JsonObject> ports)
    {
        JsonObject subset = [];
        foreach ((string list, bool ready) in (ReadOnlySpan<(string, bool)>)[("addresses", true), ("notReadyAddresses", false)])
        {
            JsonArray addresses = backends.Where(backend => backend.Ready == ready).Select(backend => backend.AddressEntry(service)).ToJsonArray();
            if (addresses.Count > 0)
            {
                subset[list] = addresses;
            }
        }

        if (ports.Count > 0)
        {
            subset["ports"] = ports.Select(port =>
            {
                JsonObject copy = port.Copy();
                if (copy.Text("name") is "")
                {
                    copy.Remove("name");
                }

                return copy;
            }).ToJsonArray();
        }

        return subset;
    }

    private JsonObject AddressEntry(JsonObject service)
    {
        JsonObject entry = new() { ["ip"] = Address, ["targetRef"] = TargetRef() };
        AddPlace(entry, service);
        return entry;
    }

    private void AddPlace(JsonObject entry, JsonObject service)
    {
        if (Pod.Text("spec", "nodeName") is { } node)
        {
            entry["nodeName"] = node;
        }

        if (Pod.Text("spec", "hostname") is { Length: > 0 } hostname && Pod.Text("spec", "subdomain") == service.Name())
        {
            entry["hostname"] = hostname;
        }
    }

    private JsonObject TargetRef() => new() { ["kind"] = "Pod", ["namespace"] = Pod.Namespace(), ["name"] = Pod.Name(), ["uid"] = Pod.Uid() };

    private static long? TargetPort(JsonObject port, JsonObject pod)
    {
        string? target = port.Text("targetPort");
        if (target is null or "0")
        {
            return port.Number("port");
        }

        return long.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : pod.Items("spec", "containers").SelectMany(container => container.Items("ports"))
                .FirstOrDefault(candidate => candidate.Text("name") == target
                    && (candidate.Text("protocol") ?? "TCP") == (port.Text("protocol") ?? "TCP"))
                .Number("containerPort");
    }
}
