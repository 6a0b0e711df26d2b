using System.Globalization;
using k8s;
using k8s.Models;
using SiteBuilder.Manifests.Custom;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Manifests.Parts;

/// <summary>What gives a service more pods: a HorizontalPodAutoscaler, or a ScaledObject where KEDA is there, which counts requests as well.</summary>
internal static class AutoscalerObjects
{
    /// <summary>Has KEDA take over the autoscaler that was there before; else it refuses to scale what another one scales.</summary>
    private const string TakeOver = "scaledobject.keda.sh/transfer-hpa-ownership";

    public static IKubernetesObject<V1ObjectMeta> Of(RenderContext context, ServiceEntry service, AutoscaleSettings range) =>
        context.Environment.Features.Keda is { } prometheus ? Scaled(context, service, range, prometheus) : Autoscaler(context, service, range);

    private static V2HorizontalPodAutoscaler Autoscaler(RenderContext context, ServiceEntry service, AutoscaleSettings range) => new()
    {
        ApiVersion = "autoscaling/v2",
        Kind = "HorizontalPodAutoscaler",
        Metadata = context.Meta(service),
        Spec = new V2HorizontalPodAutoscalerSpec
        {
            ScaleTargetRef = new V2CrossVersionObjectReference { ApiVersion = "apps/v1", Kind = "Deployment", Name = service.Name },
            MinReplicas = range.Min,
            MaxReplicas = range.Max,
            Metrics =
            [
                .. Resources(range).Select(resource => new V2MetricSpec
                {
                    Type = "Resource",
                    Resource = new V2ResourceMetricSource { Name = resource.Name, Target = new V2MetricTarget { Type = "Utilization", AverageUtilization = resource.Percent } },
                }),
            ],
        },
    };

    private static CustomObject<ScaledObjectSpec> Scaled(RenderContext context, ServiceEntry service, AutoscaleSettings range, string prometheus)
    {
        var metadata = context.Meta(service);
        metadata.Annotations = new Dictionary<string, string> { [TakeOver] = "true" };
        return new CustomObject<ScaledObjectSpec>
        {
            ApiVersion = "keda.sh/v1alpha1",
            Kind = "ScaledObject",
            Metadata = metadata,
            Spec = new ScaledObjectSpec(
                new ScaledObjectTarget(service.Name),
                range.Min,
                range.Max,
                new ScaledObjectAdvanced(new ScaledObjectAutoscaler(service.Name)),
                [
                    .. Resources(range).Select(resource => new ScaledObjectTrigger(resource.Name, "Utilization", Map(("value", resource.Percent.ToString(CultureInfo.InvariantCulture))))),
                    .. range.Requests is { } requests
                        ? [new ScaledObjectTrigger("prometheus", "AverageValue", Map(("query", Query(service)), ("serverAddress", prometheus), ("threshold", requests.ToString(CultureInfo.InvariantCulture))))]
                        : Array.Empty<ScaledObjectTrigger>(),
                ]),
        };
    }

    /// <summary>Requests in a second to all pods of the Deployment, as ServiceDefaults counts them; the two labels are those that Prometheus gives to what it finds.</summary>
    private static string Query(ServiceEntry service) =>
        $$"""sum(rate(http_request_duration_seconds_count{namespace="{{service.Namespace}}",pod=~"{{service.Name}}-[0-9a-z]+-[0-9a-z]+"}[2m]))""";

    private static IEnumerable<(string Name, int Percent)> Resources(AutoscaleSettings range) =>
        range.MemoryPercent is { } memory ? [("cpu", range.CpuPercent), ("memory", memory)] : [("cpu", range.CpuPercent)];

    private static SortedDictionary<string, string> Map(params (string Key, string Value)[] entries) => new(entries.ToDictionary(entry => entry.Key, entry => entry.Value), StringComparer.Ordinal);
}
