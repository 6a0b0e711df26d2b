using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>What is accepted of containers, but hardly meant.</summary>
internal static class ContainerWarnings
{
    public static IEnumerable<string> Of(JsonObject spec, string path)
    {
        var containers = ((string[])["initContainers", "containers", "ephemeralContainers"]).SelectMany(list => spec.Objects(list).Select((c, i) => (Container: c, Path: $"{path}.{list}[{i}]"))).ToList();
        return containers.SelectMany(c => Fractions(c.Container, c.Path).Concat(Variables(c.Container, c.Path))).Concat(Ports(containers)).Concat(PortNames(containers));
    }

    private static IEnumerable<string> Fractions(JsonObject container, string path)
    {
        foreach (var resource in (string[])["memory", "ephemeral-storage"])
        {
            foreach (var list in (string[])["limits", "requests"])
            {
                if (AmountRules.Size(container.At("resources", list, resource)) is { } size && !(size % ResourceRules.Whole).IsZero)
                {
                    yield return $"{path}.resources.{list}[{resource}]: fractional byte value \"{container.Text("resources", list, resource)}\" is invalid, must be an integer";
                }
            }
        }
    }

    private static IEnumerable<string> Variables(JsonObject container, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var variable in container.Objects("env"))
        {
            var name = variable.Text("name") ?? "";
            var (value, reference) = (variable.Text("value") ?? "", $"$({name})");
            if (!seen.Add(name) && (variable["valueFrom"] is not null || value == reference || !value.Contains(reference, StringComparison.Ordinal)))
            {
                yield return $"{path}.env[{at}]: hides previous definition of \"{name}\", which may be dropped when using apply";
            }
            at++;
        }
    }

    private static IEnumerable<string> Ports(List<(JsonObject Container, string Path)> containers)
    {
        var known = new List<(JsonObject Port, string Path)>();
        foreach (var (container, path) in containers)
        {
            var at = 0;
            foreach (var port in container.Objects("ports"))
            {
                var place = $"{path}.ports[{at++}]";
                var (host, address) = (port.Number("hostPort") ?? 0, port.Text("hostIP") ?? "");
                if (address.Length > 0 && host == 0)
                {
                    yield return string.Create(CultureInfo.InvariantCulture, $"{place}: hostIP set without hostPort: {{Name:{port.Text("name")} HostPort:0 ContainerPort:{port.Number("containerPort")} Protocol:{port.Text("protocol")} HostIP:{address}}}");
                }
                foreach (var (other, where) in known.Where(k => k.Port.Number("containerPort") == port.Number("containerPort") && k.Port.Text("protocol") == port.Text("protocol")))
                {
                    var (otherHost, otherAddress) = (other.Number("hostPort") ?? 0, other.Text("hostIP") ?? "");
                    if (address == otherAddress && host == otherHost) yield return $"{place}: duplicate port definition with {where}";
                    else if (host == 0 || otherHost == 0) yield return $"{place}: overlapping port definition with {where}";
                    else if (host == otherHost && (address.Length == 0) != (otherAddress.Length == 0)) yield return $"{place}: dangerously ambiguous port definition with {where}";
                }
                known.Add((port, place));
            }
        }
    }

    private static IEnumerable<string> PortNames(List<(JsonObject Container, string Path)> containers)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (container, path) in containers)
        {
            var at = 0;
            foreach (var port in container.Objects("ports"))
            {
                var place = $"{path}.ports[{at++}]";
                if (port.Text("name") is { Length: > 0 } name && !known.TryAdd(name, place))
                {
                    yield return $"{place}: duplicate port name \"{name}\" with {known[name]}, services and probes that select ports by name will use {known[name]}";
                }
            }
        }
    }
}
