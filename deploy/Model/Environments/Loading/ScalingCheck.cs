using SiteBuilder.Model.Tables;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>What <c>features.keda</c> needs, and what needs it.</summary>
internal static class ScalingCheck
{
    public static void Run(YamlSection features, FeatureSettings settings, YamlSection services, IReadOnlyDictionary<string, ServiceSettings> sizes, SandboxSettings? sandbox)
    {
        if (settings.Keda is not null && sandbox is not null)
        {
            features.Report("keda", ": the sandbox has no KEDA; remove this");
        }
        else if (settings.Keda is not null && !settings.Metrics)
        {
            features.Report("keda", " scales by metrics that Prometheus finds, but features.metrics is off: set it to true, or remove this");
        }

        foreach (var service in ServiceTable.All.Where(service => sizes[service.Name].Autoscale?.Requests is not null))
        {
            var autoscale = services.Section(service.Name).Section("autoscale");
            if (service.Project is null)
            {
                autoscale.Report("requests", $": {service.Name} has no metrics of its requests; remove this");
            }
            else if (settings.Keda is null)
            {
                autoscale.Report("requests", " are counted by KEDA, but features.keda names no Prometheus: set it, or remove this");
            }
        }
    }
}
