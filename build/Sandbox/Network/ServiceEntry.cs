using System.Net;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;

namespace SiteBuilder.Sandbox.Network;

/// <summary>A Service and the pods behind it, as the last change left them.</summary>
internal sealed record ServiceEntry(JsonObject Service, IReadOnlyList<ServiceEndpoint> Endpoints)
{
    public string? ClusterAddress => Service.Text("spec", "clusterIP") is { Length: > 0 } address and not "None" ? address : null;

    public bool IsHeadless => Service.Text("spec", "clusterIP") == "None";

    public string? ExternalName => Service.Text("spec", "type") == "ExternalName" ? Service.Text("spec", "externalName") : null;

    /// <summary>Where a connection to this port of the Service may go now.</summary>
    public IReadOnlyList<IPEndPoint> Ready(string portName) =>
        [.. Endpoints.Where(endpoint => endpoint.Ready && endpoint.Ports.ContainsKey(portName))
            .Select(endpoint => new IPEndPoint(endpoint.Address, endpoint.Ports[portName]))];

    public static ServiceEntry Of(JsonObject service, IEnumerable<JsonObject> slices) =>
        new(service, [.. slices.SelectMany(slice => slice.Items("endpoints").SelectMany(endpoint => endpoint.Texts("addresses")
            .Where(address => IPAddress.TryParse(address, out _))
            .Select(address => new ServiceEndpoint(
                IPAddress.Parse(address),
                endpoint.Text("hostname"),
                endpoint.At("conditions", "ready") is null || endpoint.Flag("conditions", "ready"),
                slice.Items("ports").DistinctBy(port => port.Text("name") ?? "")
                    .ToDictionary(port => port.Text("name") ?? "", port => (int)(port.Number("port") ?? 0))))))]);
}
