using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Plan;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Preflight;

/// <summary>What a pod asks for, in cores and bytes, as the scheduler counts it (sum of the containers, the largest init container, the overhead).</summary>
internal static class PodSize
{
    private const decimal Mebibyte = 1024 * 1024;

    /// <param name="pod">Specification of the pod.</param>
    /// <param name="kind"><c>requests</c> or <c>limits</c>.</param>
    public static IReadOnlyDictionary<string, decimal> Of(JsonNode? pod, string kind)
    {
        var sum = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var container in pod.Items("containers").Concat(pod.Items("initContainers").Where(Stays)))
        {
            foreach (var (name, amount) in Amounts(container, kind))
            {
                sum[name] = sum.GetValueOrDefault(name) + amount;
            }
        }

        foreach (var (name, amount) in pod.Items("initContainers").Where(c => !Stays(c)).SelectMany(c => Amounts(c, kind)))
        {
            sum[name] = Math.Max(sum.GetValueOrDefault(name), amount);
        }

        foreach (var (name, amount) in Read(pod.At("overhead")))
        {
            sum[name] = sum.GetValueOrDefault(name) + amount;
        }

        return sum;
    }

    /// <summary>Quantities by name; what is none is left out.</summary>
    public static IEnumerable<(string Name, decimal Amount)> Read(JsonNode? amounts) =>
        (amounts as JsonObject ?? []).Select(p => (p.Key, Amount: Quantities.Parse(p.Value.Text() ?? ""))).Where(p => p.Amount is not null).Select(p => (p.Key, p.Amount!.Value));

    /// <summary>An amount to read: <c>cpu 1.5</c>, <c>memory 512Mi</c>.</summary>
    public static string Show(string name, decimal amount) => name.EndsWith("memory", StringComparison.Ordinal) || name.EndsWith("storage", StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(amount / Mebibyte):0}Mi")
        : amount.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>A limit alone is a request too.</summary>
    private static IEnumerable<(string Name, decimal Amount)> Amounts(JsonObject container, string kind)
    {
        var own = Read(container.At("resources", kind)).ToList();
        return kind == "requests" ? own.Concat(Read(container.At("resources", "limits")).Where(l => own.TrueForAll(o => o.Name != l.Name))) : own;
    }

    private static bool Stays(JsonObject container) => container.Text("restartPolicy") == "Always";
}
