using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>NetworkPolicies.</summary>
internal static class NetworkPolicyRules
{
    public static void Check(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        var spec = obj.Object("spec") ?? [];
        SelectorRules.Check(spec.Object("podSelector"), "spec.podSelector", causes);
        Rules(spec, "ingress", "from", causes);
        Rules(spec, "egress", "to", causes);
        var types = spec.Texts("policyTypes").ToList();
        if (types.Count > 2)
        {
            causes.Add(Cause.Invalid("spec.policyTypes", spec["policyTypes"], "may not specify more than two policyTypes"));
            return;
        }
        for (var i = 0; i < types.Count; i++) causes.AddUnlessOneOf($"spec.policyTypes[{i}]", types[i], "Ingress", "Egress");
    }

    public static IEnumerable<string> Warnings(JsonObject obj, JsonObject? old)
    {
        foreach (var (direction, peers) in ((string, string)[])[("ingress", "from"), ("egress", "to")])
        {
            var rules = obj.Objects("spec", direction).ToList();
            for (var i = 0; i < rules.Count; i++)
            {
                var at = 0;
                foreach (var peer in rules[i].Objects(peers))
                {
                    var path = $"spec.{direction}[{i}].{peers}[{at++}].ipBlock";
                    var except = 0;
                    var ranges = new[] { (Range: peer.Text("ipBlock", "cidr"), Path: $"{path}.cidr") }.Concat(peer.Texts("ipBlock", "except").Select(e => (Range: (string?)e, Path: $"{path}.except[{except++}]")));
                    foreach (var warning in ranges.SelectMany(r => AddressRules.RangeWarnings(r.Range, r.Path))) yield return warning;
                }
            }
        }
    }

    private static void Rules(JsonObject spec, string direction, string peers, List<Cause> causes)
    {
        var rule = 0;
        foreach (var rules in spec.Objects(direction))
        {
            var path = $"spec.{direction}[{rule++}]";
            var at = 0;
            foreach (var port in rules.Objects("ports")) Port(port, $"{path}.ports[{at++}]", causes);
            at = 0;
            foreach (var peer in rules.Objects(peers)) Peer(peer, $"{path}.{peers}[{at++}]", causes);
        }
    }

    private static void Port(JsonObject port, string path, List<Cause> causes)
    {
        causes.AddUnlessOneOf($"{path}.protocol", port.Text("protocol"), "TCP", "UDP", "SCTP");
        var end = port.Number("endPort");
        if (port.Number("port") is { } number)
        {
            causes.AddPort($"{path}.port", number);
            if (end is null) return;
            if (end < number) causes.Add(Cause.Invalid($"{path}.endPort", number, "must be greater than or equal to `port`"));
            causes.AddPort($"{path}.endPort", end.Value);
        }
        else if (port.Text("port") is { } name)
        {
            if (end is not null) causes.Add(Cause.Invalid($"{path}.endPort", end, "may not be specified when `port` is non-numeric"));
            causes.AddInvalid($"{path}.port", name, Names.Port(name));
        }
        else if (end is not null)
        {
            causes.Add(Cause.Invalid($"{path}.endPort", end, "may not be specified when `port` is not specified"));
        }
    }

    private static void Peer(JsonObject peer, string path, List<Cause> causes)
    {
        foreach (var field in (ReadOnlySpan<string>)["podSelector", "namespaceSelector"]) SelectorRules.Check(peer.Object(field), $"{path}.{field}", causes);
        if (peer.Object("ipBlock") is { } block) Block(block, $"{path}.ipBlock", causes);
        if (peer.Count == 0) causes.Add(Cause.Required(path, "must specify a peer"));
        else if (peer.Count > 1 && peer["ipBlock"] is not null) causes.Add(Cause.Forbidden(path, "may not specify both ipBlock and another peer"));
    }

    private static void Block(JsonObject block, string path, List<Cause> causes)
    {
        if (block.Text("cidr") is not { Length: > 0 } range)
        {
            causes.Add(Cause.Required($"{path}.cidr"));
            return;
        }
        AddressRules.Range(range, $"{path}.cidr", causes);
        var at = 0;
        foreach (var except in block.Texts("except"))
        {
            var place = $"{path}.except[{at++}]";
            if (AddressRules.IsWithin(range, range) is null) return;
            AddressRules.Range(except, place, causes);
            if (AddressRules.IsWithin(except, range) == false) causes.Add(Cause.Invalid(place, except, "must be a strict subset of `cidr`"));
        }
    }
}
