using SiteBuilder.Model.Quantities;
using SiteBuilder.Model.Tables;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>The block <c>services</c>: a block per service of the table.</summary>
internal static class ServiceReader
{
    public static SortedDictionary<string, ServiceSettings> Read(YamlSection section)
    {
        var services = new SortedDictionary<string, ServiceSettings>(StringComparer.Ordinal);
        foreach (var entry in ServiceTable.All)
        {
            services[entry.Name] = Settings(section.Section(entry.Name), entry);
        }

        section.Finish("service");
        return services;
    }

    private static ServiceSettings Settings(YamlSection section, ServiceEntry entry)
    {
        var defaults = entry.DefaultSettings;
        var autoscale = Autoscale(section.Section("autoscale"));
        var settings = new ServiceSettings
        {
            Replicas = section.Optional("replicas", Scalars.PodCount, autoscale?.Min ?? defaults.Replicas),
            Cpu = Range(section.Section("cpu"), Scalars.Cores, defaults.Cpu),
            Memory = Range(section.Section("memory"), Scalars.Bytes, defaults.Memory),
            Autoscale = autoscale,
        };
        if (autoscale is not null && section.Has("replicas"))
        {
            section.Report("replicas", " stands beside autoscale, which decides the number itself; remove one of them");
        }

        if (!entry.Scales && autoscale is not null)
        {
            section.Report("autoscale", entry.Replicates ? $": {entry.Name} keeps data in every pod, so their number is fixed; use replicas" : $": {entry.Name} runs as one pod; remove this");
        }
        else if (!entry.Scales && !entry.Replicates && settings.Replicas > 1)
        {
            section.Report("replicas", $": {entry.Name} runs as one pod; remove this");
        }
        else if (settings.Replicas > 1 && settings.Replicas < entry.LeastReplicas)
        {
            section.Report("replicas", $": of {settings.Replicas} members those that are left are not most of them, so nobody could take over; use 1, or {entry.LeastReplicas} and more");
        }
        else if (entry.Limit?.Invoke() is { } limit && (autoscale?.Max ?? settings.Replicas) is var most && most > limit.Most)
        {
            var (place, key) = autoscale is null ? (section, "replicas") : (section.Section("autoscale"), "max");
            place.Report(key, $": {most} are too many, as more than {limit.Most} {limit.Why}; use {limit.Most} at most");
        }

        section.Finish();
        return settings;
    }

    private static ResourceRange Range(YamlSection section, Scalar<Quantity> kind, ResourceRange defaults)
    {
        var range = new ResourceRange(section.Optional("request", kind, defaults.Request), section.Optional("limit", kind, defaults.Limit));
        if (range.Request > range.Limit)
        {
            section.Report(section.Has("request") ? "request" : "limit", $": the request ({range.Request}) is above the limit ({range.Limit})");
        }

        section.Finish();
        return range;
    }

    private static AutoscaleSettings? Autoscale(YamlSection section)
    {
        if (!section.Exists || section.IsBroken)
        {
            return null;
        }

        var min = section.Required("min", Scalars.PodCount, 1);
        var autoscale = new AutoscaleSettings
        {
            Min = min,
            Max = section.Required("max", Scalars.PodCount, min),
            CpuPercent = section.Optional("cpu", Scalars.Percent, 70),
            MemoryPercent = section.Optional<int?>("memory", Scalars.OptionalPercent, null),
            Requests = section.Optional<int?>("requests", Scalars.OptionalRequests, null),
        };
        if (autoscale.Min > autoscale.Max)
        {
            section.Report("min", $": the minimum ({autoscale.Min}) is above the maximum ({autoscale.Max})");
        }

        section.Finish();
        return autoscale;
    }
}
