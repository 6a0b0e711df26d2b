using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>
/// The sizes of a StatefulSet's volumes. The API server takes no other ones from the set, only from the claims that were made from it, and there only larger
/// ones: so the claims grow, and the set is made anew around its pods, which go on. What is to be smaller stays as it is.
/// </summary>
internal static class GrownVolumes
{
    /// <summary>Whether the object makes claims for its pods.</summary>
    public static bool Has(JsonObject item) => ObjectKey.Of(item) is { Kind: "StatefulSet", Group: "apps" } && Templates(item).Any();

    /// <summary>The desired set with no volume smaller than it is, and a line for each that stays.</summary>
    public static (JsonObject Desired, IReadOnlyList<string> Notes) NeverSmaller(JsonObject desired, JsonObject live)
    {
        var smaller = Sizes(desired, live).Where(s => Quantities.IsMore(s.Is, s.Wanted)).ToList();
        return (With(desired, smaller, s => s.Is), [.. smaller.Select(s => $"{Path(s.Template)} stays {s.Is}: volumes do not become smaller, so {s.Wanted} is not done")]);
    }

    /// <summary>The volumes that are to become larger, by the names of their templates.</summary>
    public static IReadOnlyList<(string Template, string Is, string Wanted)> Growing(JsonObject desired, JsonObject live) => [.. Sizes(desired, live).Where(s => Quantities.IsMore(s.Wanted, s.Is))];

    /// <summary>The desired set with its volumes as they are.</summary>
    public static JsonObject Ungrown(JsonObject desired, JsonObject live) => With(desired, Growing(desired, live), s => s.Is);

    /// <summary>What a set would become without growth, with the sizes that are wanted: to be made anew, so without what the server gives.</summary>
    public static JsonObject Grown(JsonObject result, JsonObject desired)
    {
        var whole = With(result, [.. Growing(desired, result)], s => s.Wanted);
        whole.Remove("status");
        foreach (var field in (ReadOnlySpan<string>)["uid", "resourceVersion", "generation", "creationTimestamp"])
        {
            ((JsonObject)whole["metadata"]!).Remove(field);
        }

        return whole;
    }

    /// <summary>The same without who has set what.</summary>
    public static JsonObject Unowned(JsonObject whole)
    {
        var copy = whole.Copy();
        ((JsonObject)copy["metadata"]!).Remove("managedFields");
        return copy;
    }

    /// <summary>Who has set what of a set that was made anew: as it was before, but for its status, which controllers write anew.</summary>
    public static JsonArray FieldsOf(JsonObject whole, JsonObject live) =>
        [.. whole.Items("metadata", "managedFields").Where(f => f.Text("subresource") is null).Concat(live.Items("metadata", "managedFields").Where(f => f.Text("subresource") is not null)).Select(f => f.Copy())];

    /// <summary>The growth, as fields of the set.</summary>
    public static IEnumerable<FieldChange> Fields(JsonObject desired, JsonObject live) =>
        Growing(desired, live).Select(s => new FieldChange(Path(s.Template), JsonValue.Create(s.Is).ToJsonString(), JsonValue.Create(s.Wanted).ToJsonString()));

    /// <summary>Asks the claims of a set for the sizes that are wanted.</summary>
    /// <param name="asking">Hears of each claim before it is asked.</param>
    public static async Task GrowAsync(ClusterClient client, Change change, bool dryRun, Action<ObjectKey> asking, CancellationToken ct)
    {
        var claims = await client.ListAsync(CoreResources.PersistentVolumeClaim, change.Key.Namespace, null, ct).ConfigureAwait(false);
        foreach (var (claim, wanted) in Claims(claims.Items, change.Desired!, change.Live!))
        {
            asking(ObjectKey.Of(claim));
            await client.MergeAsync(CoreResources.PersistentVolumeClaim, change.Key.Namespace, claim.Name(), Patch(wanted), dryRun, ct).ConfigureAwait(false);
        }
    }

    /// <summary>The claims of the set, also of pods that it no longer has, that are smaller than is wanted now, with that size.</summary>
    private static IEnumerable<(JsonObject Claim, string Wanted)> Claims(IEnumerable<JsonObject> claims, JsonObject desired, JsonObject live)
    {
        var growing = Growing(desired, live);
        foreach (var claim in claims)
        {
            foreach (var (template, _, wanted) in growing)
            {
                var start = $"{template}-{desired.Name()}-";
                if (claim.Name().StartsWith(start, StringComparison.Ordinal) && claim.Name()[start.Length..].All(char.IsAsciiDigit) && claim.Name().Length > start.Length
                    && Quantities.IsMore(wanted, claim.Text("spec", "resources", "requests", "storage") ?? "0"))
                {
                    yield return (claim, wanted);
                }
            }
        }
    }

    /// <summary>The change of a claim, as a merge patch.</summary>
    private static JsonObject Patch(string size) => new() { ["spec"] = new JsonObject { ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = size } } } };

    private static IEnumerable<(string Template, string Is, string Wanted)> Sizes(JsonObject desired, JsonObject live)
    {
        foreach (var template in Has(desired) ? Templates(desired) : [])
        {
            if (template.Text("metadata", "name") is { } name && Size(template) is { } wanted && Find(live, name) is { } present && Size(present) is { } size)
            {
                yield return (name, size, wanted);
            }
        }
    }

    private static JsonObject With(JsonObject set, IReadOnlyCollection<(string Template, string Is, string Wanted)> sizes, Func<(string Template, string Is, string Wanted), string> which)
    {
        if (sizes.Count == 0)
        {
            return set;
        }

        var copy = set.Copy();
        foreach (var size in sizes)
        {
            Find(copy, size.Template)!["spec"]!["resources"]!["requests"]!["storage"] = which(size);
        }

        return copy;
    }

    private static JsonObject? Find(JsonObject set, string template) => Templates(set).FirstOrDefault(t => t.Text("metadata", "name") == template);

    private static IEnumerable<JsonObject> Templates(JsonObject set) => set.Items("spec", "volumeClaimTemplates");

    private static string? Size(JsonObject template) => template.Text("spec", "resources", "requests", "storage");

    private static string Path(string template) => $"spec.volumeClaimTemplates[{template}].spec.resources.requests.storage";
}
