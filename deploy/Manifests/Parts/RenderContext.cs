using k8s.Models;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Images;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>What every object is made from.</summary>
internal sealed record RenderContext(DeliveryEnvironment Environment, ImageLock Images)
{
    public ServiceSettings SettingsOf(ServiceEntry service) => Environment.Services[(service.CopyOf ?? service).Name];

    public string ImageOf(ServiceEntry service) => Images[service.Image];

    /// <summary>The least number of pods that a service has.</summary>
    public int LeastPods(ServiceEntry service) => SettingsOf(service).Autoscale?.Min ?? SettingsOf(service).Replicas;

    /// <summary>Metadata of an object that belongs to a service.</summary>
    public V1ObjectMeta Meta(ServiceEntry service, string? name = null) =>
        Meta(name ?? service.Name, service.Namespace);

    /// <summary>Metadata of an object that belongs to a namespace as a whole.</summary>
    public V1ObjectMeta Meta(string name, string @namespace) => new() { Name = name, NamespaceProperty = @namespace, Labels = Labels(name, @namespace) };

    /// <summary>The labels of every object of ours.</summary>
    /// <param name="name">The workload.</param>
    /// <param name="component">The part of the platform.</param>
    public IDictionary<string, string> Labels(string name, string component) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [ObjectLabels.Name] = name,
        [ObjectLabels.Component] = component,
        [ObjectLabels.PartOf] = ObjectLabels.Ours,
        [ObjectLabels.ManagedBy] = ObjectLabels.Ours,
        [ObjectLabels.Release] = Environment.Name,
    };
}
