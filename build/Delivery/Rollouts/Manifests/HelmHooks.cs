using System.Globalization;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Plan;

namespace SiteBuilder.Delivery.Rollouts.Manifests;

/// <summary>
/// What a Helm chart wants at a moment of its own (annotation <c>helm.sh/hook</c>), which <c>helm template</c> prints among everything else: brought into
/// waves before and after the rest, or left out where its moment is none of a roll-out. Source: the description of chart hooks in Helm's documentation.
/// </summary>
public static class HelmHooks
{
    /// <summary>After definitions and namespaces, before anything else.</summary>
    private const int FirstBefore = 1;

    private const int LastBefore = 9;

    private const int FirstAfter = 80;

    private static readonly string[] s_atFirst = ["pre-install", "post-install"];
    private static readonly string[] s_later = ["pre-upgrade", "post-upgrade"];

    private const string Annotation = "helm.sh/hook";
    private const string WeightAnnotation = "helm.sh/hook-weight";

    /// <summary>Puts hooks into their waves and takes out those for tests, removals and rollbacks.</summary>
    /// <param name="objects">As they were read; those that are hooks get the annotation <c>sitebuilder.dev/wave</c>, unless they have one.</param>
    /// <returns>What is rolled out, and what is not: a line for each.</returns>
    public static (IReadOnlyList<JsonObject> Objects, IReadOnlyList<string> LeftOut) Arrange(IReadOnlyList<JsonObject> objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var hooks = objects.Where(item => Is(item) && Waves.Asked(item) is null).ToLookup(MomentOf);
        Number(hooks[Moment.Before], FirstBefore, LastBefore);
        Number(hooks[Moment.After], FirstAfter, int.MaxValue);
        var leftOut = hooks[Moment.None].ToHashSet();
        return ([.. objects.Where(item => !leftOut.Contains(item))], [.. leftOut.Select(item => $"{ObjectKey.Of(item)}: left out, a hook of its chart for {item.Annotation(Annotation)}")]);
    }

    /// <summary>Whether it is a hook of a chart.</summary>
    internal static bool Is(JsonObject item) => item.Annotation(Annotation) is not null;

    /// <summary>Whether its moment is not this one, and it is left as it is: one for installations alone in what comes after, one for upgrades alone in the first, all of them on the way back.</summary>
    /// <param name="isFirst">Whether nothing of the release was rolled out well before.</param>
    /// <param name="goesBack">Whether it is a rollback.</param>
    internal static bool Rests(JsonObject item, bool isFirst, bool goesBack) =>
        Is(item) && (goesBack || (Moments(item).Intersect(s_atFirst.Concat(s_later)).Any() && !Moments(item).Intersect(isFirst ? s_atFirst : s_later).Any()));

    /// <summary>Helm runs them one after the other: the lighter first, those of one weight in the order of their kinds.</summary>
    private static void Number(IEnumerable<JsonObject> hooks, int first, int last)
    {
        var wave = first;
        foreach (var step in hooks.GroupBy(item => (WeightOf(item), Waves.OfKind(item.Kind()))).OrderBy(group => group.Key))
        {
            foreach (var item in step)
            {
                item["metadata"]!["annotations"]![RolloutNames.WaveAnnotation] = wave.ToString(CultureInfo.InvariantCulture);
            }

            wave = Math.Min(wave + 1, last);
        }
    }

    private static int WeightOf(JsonObject item) => int.TryParse(item.Annotation(WeightAnnotation), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var weight) ? weight : 0;

    private static Moment MomentOf(JsonObject item)
    {
        var named = Moments(item);
        return named.Intersect(["pre-install", "pre-upgrade"]).Any() ? Moment.Before
            : named.Intersect(["post-install", "post-upgrade"]).Any() ? Moment.After
            : named.Contains("crd-install") ? Moment.Any
            : Moment.None;
    }

    private static string[] Moments(JsonObject item) => item.Annotation(Annotation)!.Split(',', StringSplitOptions.TrimEntries);

    private enum Moment
    {
        None,
        Before,
        Any,
        After,
    }
}
