using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Cluster;
using SiteBuilder.Delivery.Rollouts.Wait;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>
/// The first time that an object is applied which another tool has applied before: what that tool has set becomes ours, so that what is no longer desired goes.
/// Left as the tool's, server-side apply would keep it for ever. kubectl does the same with what it has applied itself before there was server-side apply.
/// </summary>
internal static class TakeOver
{
    /// <summary>Tools that apply whole manifests, by the names under which they do; what a person or a controller has added is not theirs.</summary>
    private static readonly HashSet<string> s_tools = new(StringComparer.Ordinal)
    {
        "helm", "kubectl", "kubectl-client-side-apply", "kubectl-create", "kubectl-replace", "kapp", "argocd-controller", "kustomize-controller", "helm-controller", "werf", "nelm",
    };

    /// <summary>Whether we have never applied it.</summary>
    public static bool IsNewToUs(JsonObject live) => !Entries(live).Any(IsOurs);

    /// <summary>Whether a tool has applied it, and we have not.</summary>
    public static bool IsDue(JsonObject live) => IsNewToUs(live) && Entries(live).Any(IsTools);

    /// <summary>Who has set what, with us in the place of the tools.</summary>
    public static JsonArray FieldsAfter(JsonObject live)
    {
        var tools = Entries(live).Where(IsTools).ToList();
        var ours = tools[0].Copy();
        (ours["manager"], ours["operation"]) = (RolloutNames.FieldManager, "Apply");
        ours["fieldsV1"] = tools.Skip(1).Aggregate(Fields(ours).Copy(), (all, next) => Union(all, Fields(next)));
        return [ours, .. Entries(live).Except(tools).Select(entry => entry.Copy())];
    }

    /// <summary>An object as it will be: without what tools alone have set and nobody wants any more.</summary>
    /// <param name="result">As applying it would leave it if the tools kept theirs.</param>
    /// <param name="desired">What is wanted.</param>
    /// <param name="live">As it is.</param>
    /// <param name="anew">As it would be made: a field that goes gets its default. Null where that is not known.</param>
    public static JsonObject After(JsonObject result, JsonObject desired, JsonObject live, JsonObject? anew)
    {
        var after = result.Copy();
        var others = Entries(live).Where(entry => !IsTools(entry) && !IsOurs(entry)).Select(Fields).ToList();
        LetGo(after, desired, anew, Entries(live).Where(IsTools).Aggregate(new JsonObject(), (all, entry) => Union(all, Fields(entry))), others);
        return after;
    }

    private static IEnumerable<JsonObject> Entries(JsonObject live) => live.Items("metadata", "managedFields").OfType<JsonObject>();

    private static bool IsOurs(JsonObject entry) => entry.Text("manager") == RolloutNames.FieldManager && entry.Text("operation") == "Apply";

    private static bool IsTools(JsonObject entry) => s_tools.Contains(entry.Text("manager") ?? "") && entry.Text("subresource") is null && entry["fieldsV1"] is JsonObject;

    private static JsonObject Fields(JsonObject entry) => entry["fieldsV1"] as JsonObject ?? [];

    private static JsonObject Union(JsonObject all, JsonObject more)
    {
        foreach (var (step, below) in more)
        {
            if (all[step] is JsonObject known && below is JsonObject next)
            {
                Union(known, next);
            }
            else
            {
                all[step] = below?.DeepClone();
            }
        }

        return all;
    }

    /// <summary>Takes out of a node what is in the fields, and is neither desired nor set by others, or puts its default there.</summary>
    private static void LetGo(JsonNode node, JsonNode? desired, JsonNode? anew, JsonObject fields, IReadOnlyList<JsonObject> others)
    {
        foreach (var (step, child) in fields.Where(f => f.Key != "."))
        {
            var theirs = others.Select(fieldsOfOther => fieldsOfOther[step] as JsonObject).OfType<JsonObject>().ToList();
            var (live, wanted) = (OwnedFields.Below(node, step), OwnedFields.Below(desired, step));
            if (live is null)
            {
                continue;
            }

            if (child is JsonObject inner && inner.Any(f => f.Key != ".") && (wanted is not null || theirs.Count > 0 || !inner.ContainsKey(".")))
            {
                LetGo(live, wanted, OwnedFields.Below(anew, step), inner, theirs);
            }
            else if (wanted is null && theirs.Count == 0)
            {
                Replace(node, live, OwnedFields.Below(anew, step));
            }
        }
    }

    private static void Replace(JsonNode parent, JsonNode child, JsonNode? other)
    {
        if (other is not null)
        {
            child.ReplaceWith(other.DeepClone());
        }
        else if (parent is JsonArray list)
        {
            list.Remove(child);
        }
        else
        {
            ((JsonObject)parent).Remove(child.GetPropertyName());
        }
    }
}
