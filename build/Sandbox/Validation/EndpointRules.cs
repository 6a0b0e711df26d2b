using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Endpoints and EndpointSlices.</summary>
internal static class EndpointRules
{
    private const int MostAddresses = 100;
    private const int MostEndpoints = 1000;
    private const int MostHints = 8;

    public static void Endpoints(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        if (old is not null && JsonAccess.Same(obj["subsets"], old["subsets"])) return;
        var at = 0;
        foreach (var subset in obj.Objects("subsets"))
        {
            var path = $"subsets[{at++}]";
            if (!subset.Objects("addresses").Any() && !subset.Objects("notReadyAddresses").Any()) causes.Add(Cause.Required(path, "must specify `addresses` or `notReadyAddresses`"));
            foreach (var field in (ReadOnlySpan<string>)["addresses", "notReadyAddresses"])
            {
                var i = 0;
                foreach (var address in subset.Objects(field)) Address(address, $"{path}.{field}[{i++}]", causes);
            }
            var ports = subset.Objects("ports").ToList();
            for (var i = 0; i < ports.Count; i++) Port(ports[i], ports.Count > 1, $"{path}.ports[{i}]", causes);
        }
    }

    public static void Slice(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var type = obj.Text("addressType") ?? "";
        if (type.Length == 0) causes.Add(Cause.Required("addressType"));
        else causes.AddUnlessOneOf("addressType", type, "FQDN", "IPv4", "IPv6");
        SlicePorts(obj, causes);
        if (old is null || !JsonAccess.Same(obj["endpoints"], old["endpoints"])) SliceEndpoints(obj.Objects("endpoints").ToList(), type, causes);
        if (old is not null) causes.AddChanged("addressType", obj["addressType"], old["addressType"]);
    }

    public static IEnumerable<string> Warnings(JsonObject obj, JsonObject? old)
    {
        var subset = 0;
        foreach (var part in obj.Objects("subsets"))
        {
            foreach (var field in (string[])["addresses", "notReadyAddresses"])
            {
                var at = 0;
                foreach (var warning in part.Objects(field).SelectMany(a => AddressRules.Warnings(a.Text("ip"), $"subsets[{subset}].{field}[{at++}].ip"))) yield return warning;
            }
            subset++;
        }
    }

    public static IEnumerable<string> SliceWarnings(JsonObject obj, JsonObject? old)
    {
        if (old is null && obj.Text("addressType") == "FQDN") yield return "spec.addressType: FQDN endpoints are deprecated";
        if (obj.Text("addressType") is not ("IPv4" or "IPv6")) yield break;
        var endpoints = obj.Objects("endpoints").ToList();
        for (var i = 0; i < endpoints.Count; i++)
        {
            var at = 0;
            foreach (var warning in endpoints[i].Texts("addresses").SelectMany(a => AddressRules.Warnings(a, $"endpoints[{i}].addresses[{at++}]"))) yield return warning;
        }
    }

    private static void Address(JsonObject address, string path, List<Cause> causes)
    {
        AddressRules.Address(address.Text("ip"), $"{path}.ip", causes);
        if (address.Text("hostname") is { Length: > 0 } host) causes.AddInvalid($"{path}.hostname", host, Names.Label(host));
        if (address.Text("nodeName") is { } node) causes.AddInvalid($"{path}.nodeName", node, Names.Subdomain(node));
        AddressRules.Reachable(address.Text("ip"), $"{path}.ip", causes);
    }

    private static void Port(JsonObject port, bool named, string path, List<Cause> causes)
    {
        if (port.Text("name") is { Length: > 0 } name) causes.AddInvalid($"{path}.name", name, Names.Label(name));
        else if (named) causes.Add(Cause.Required($"{path}.name"));
        causes.AddPort($"{path}.port", port.Number("port") ?? 0);
        Protocols(port, path, causes);
    }

    private static void Protocols(JsonObject port, string path, List<Cause> causes)
    {
        if (port.Text("protocol") is not { Length: > 0 } protocol) causes.Add(Cause.Required($"{path}.protocol"));
        else causes.AddUnlessOneOf($"{path}.protocol", protocol, "SCTP", "TCP", "UDP");
        if (port.Text("appProtocol") is { } application) causes.AddInvalid($"{path}.appProtocol", application, Names.Qualified(application));
    }

    private static void SlicePorts(JsonObject obj, List<Cause> causes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var port in obj.Objects("ports"))
        {
            var path = $"ports[{at++}]";
            var name = port.Text("name") ?? "";
            if (name.Length > 0) causes.AddInvalid($"{path}.name", name, Names.Label(name));
            if (!names.Add(name)) causes.Add(Cause.Duplicate($"{path}.name", name));
            Protocols(port, path, causes);
        }
    }

    private static void SliceEndpoints(List<JsonObject> endpoints, string type, List<Cause> causes)
    {
        if (endpoints.Count > MostEndpoints)
        {
            causes.Add(Cause.TooMany("endpoints", endpoints.Count, MostEndpoints));
            return;
        }
        for (var i = 0; i < endpoints.Count; i++)
        {
            var path = $"endpoints[{i}]";
            var addresses = endpoints[i].Texts("addresses").ToList();
            if (addresses.Count == 0) causes.Add(Cause.Required($"{path}.addresses", "must contain at least 1 address"));
            else if (addresses.Count > MostAddresses) causes.Add(Cause.TooMany($"{path}.addresses", addresses.Count, MostAddresses));
            for (var j = 0; j < addresses.Count; j++) SliceAddress(addresses[j], type, $"{path}.addresses", j, causes);
            if (endpoints[i].Text("nodeName") is { } node) causes.AddInvalid($"{path}.nodeName", node, Names.Subdomain(node));
            if (endpoints[i].Text("hostname") is { } host) causes.AddInvalid($"{path}.hostname", host, Names.Label(host));
            Hints(endpoints[i], "forZones", Names.LabelValue, $"{path}.hints", causes);
            Hints(endpoints[i], "forNodes", Names.Subdomain, $"{path}.hints", causes);
        }
    }

    private static void SliceAddress(string address, string type, string path, int at, List<Cause> causes)
    {
        var place = $"{path}[{at}]";
        if (type == "FQDN")
        {
            var name = address.EndsWith('.') ? address[..^1] : address;
            if (address.Length == 0) causes.Add(Cause.Required(place));
            else if (Names.Subdomain(name).Any()) causes.AddJoined(place, name, Names.Subdomain(name));
            else if (!name.Contains('.', StringComparison.Ordinal)) causes.Add(Cause.Invalid(place, name, "should be a domain with at least two segments separated by dots"));
        }
        else if (type is "IPv4" or "IPv6" && AddressRules.Address(address, place, causes))
        {
            var parsed = AddressRules.Parse(address)!;
            if (type == "IPv6" && parsed.ToString() != address)
            {
                causes.Add(Cause.Invalid(place, address, $"must be in canonical form (\"{parsed}\")"));
                return;
            }
            if (AddressRules.IsSix(parsed) != (type == "IPv6")) causes.Add(Cause.Invalid(path, address, $"must be an {type} address"));
            AddressRules.Reachable(address, place, causes);
        }
    }

    private static void Hints(JsonObject endpoint, string field, Func<string, IEnumerable<string>> problems, string path, List<Cause> causes)
    {
        var names = endpoint.Objects("hints", field).Select(h => h.Text("name") ?? "").ToList();
        if (names.Count > MostHints)
        {
            causes.Add(Cause.TooMany($"{path}.{field}", names.Count, MostHints));
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            var place = $"{path}.{field}[{i}].name";
            if (!seen.Add(names[i])) causes.Add(Cause.Duplicate(place, names[i]));
            causes.AddInvalid(place, names[i], problems(names[i]));
        }
    }
}
