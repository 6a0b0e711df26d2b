using System.Numerics;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage.Admission;

/// <summary>Sums of quantities, written as a server writes them.</summary>
internal static class Amounts
{
    /// <summary>In billionths; zero for what is no quantity.</summary>
    public static BigInteger Nano(string? text) => text is not null && Quantity.TryParse(text, out var nano, out _) ? nano : BigInteger.Zero;

    public static string Text(BigInteger nano, bool binary)
    {
        var unit = BigInteger.Pow(10, 9);
        var text = nano % unit == 0 ? $"{nano / unit}" : $"{nano}n";
        if (binary && nano % 1024 == 0 && nano >= unit * 1024 && nano % (unit * 1024) == 0) text = $"{nano / unit / 1024}Ki";
        return Quantity.Canonical(text) ?? text;
    }

    /// <summary>Adds <paramref name="more"/> to the quantity that <paramref name="sums"/> has; the sum keeps the form of what was there.</summary>
    public static void Add(JsonObject sums, string resource, string more)
    {
        var old = sums.Text(resource);
        var binary = Quantity.TryParse(old is null or "0" ? more : old, out _, out var two) && two;
        sums[resource] = Text(Nano(old) + Nano(more), binary);
    }

    /// <summary>What the containers of a pod ask for or may have together, or its hungriest init container where that is more.</summary>
    /// <param name="part">requests or limits.</param>
    public static JsonObject OfPod(JsonObject pod, string part)
    {
        JsonObject sums = [];
        foreach (var container in pod["spec"].Objects("containers").Concat(pod["spec"].Objects("initContainers").Where(IsSidecar)))
        {
            foreach (var (resource, value) in container.Object("resources", part) ?? []) Add(sums, resource, value.Text() ?? "0");
        }
        foreach (var container in pod["spec"].Objects("initContainers").Where(c => !IsSidecar(c)))
        {
            foreach (var (resource, value) in container.Object("resources", part) ?? [])
            {
                if (Nano(value.Text()) > Nano(sums.Text(resource))) sums[resource] = value?.DeepClone();
            }
        }
        foreach (var (resource, value) in pod.Object("spec", "overhead") ?? [])
        {
            if (part == "requests" || sums.ContainsKey(resource)) Add(sums, resource, value.Text() ?? "0");
        }
        return sums;
    }

    private static bool IsSidecar(JsonObject container) => container.Text("restartPolicy") == "Always";
}
