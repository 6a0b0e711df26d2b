using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Controllers;

/// <summary>Which controller an object belongs to, and how it takes and lets go of objects by their labels.</summary>
internal static class Ownership
{
    public static JsonObject Reference(JsonObject owner) => new()
    {
        ["apiVersion"] = owner.Text("apiVersion"),
        ["kind"] = owner.Text("kind"),
        ["name"] = owner.Name(),
        ["uid"] = owner.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    public static JsonObject? ControllerOf(JsonObject obj) =>
        obj.Items("metadata", "ownerReferences").FirstOrDefault(reference => reference.Flag("controller"));

    public static bool IsControlledBy(JsonObject obj, JsonObject owner) => ControllerOf(obj)?.Text("uid") == owner.Uid();

    /// <summary>The owner of this kind that the object has or had, and for an orphan every owner of the kind whose selector takes it.</summary>
    public static IEnumerable<ObjectKey> Owners(IClusterObjects objects, ObjectChange change, ObjectKind kind)
    {
        foreach (JsonObject obj in change.Previous is null ? [change.Object] : new[] { change.Object, change.Previous })
        {
            JsonObject? owner = ControllerOf(obj);
            if (owner is not null)
            {
                if (owner.Text("kind") == kind.Kind)
                {
                    yield return new ObjectKey(kind, obj.Namespace(), owner.Text("name") ?? "");
                }
            }
            else if (obj.Labels().Count > 0)
            {
                foreach (JsonObject candidate in objects.List(kind, obj.Namespace()))
                {
                    if (LabelSelector.Matches(candidate.At("spec", "selector"), obj.Labels()))
                    {
                        yield return candidate.Key();
                    }
                }
            }
        }
    }

    /// <summary>The objects that belong to the owner, after orphans that match were adopted and those that no longer match released.</summary>
    public static IReadOnlyList<JsonObject> Claim(IClusterObjects objects, JsonObject owner, ObjectKind kind, string fieldManager)
    {
        List<JsonObject> claimed = [];
        foreach (JsonObject obj in objects.List(kind, owner.Namespace()))
        {
            bool matches = LabelSelector.Matches(owner.At("spec", "selector"), obj.Labels());
            JsonObject? controller = ControllerOf(obj);
            if (controller?.Text("uid") == owner.Uid())
            {
                if (matches || obj.IsDeleting())
                {
                    claimed.Add(obj);
                }
                else
                {
                    JsonObject released = obj.Copy();
                    var others = released.Items("metadata", "ownerReferences").Where(r => r.Text("uid") != owner.Uid()).Select(r => r.Copy()).ToJsonArray();
                    released.Ensure("metadata")["ownerReferences"] = others;
                    objects.Update(released, fieldManager);
                }
            }
            else if (controller is null && matches && !obj.IsDeleting() && !owner.IsDeleting())
            {
                JsonObject adopted = obj.Copy();
                JsonObject metadata = adopted.Ensure("metadata");
                JsonArray references = metadata["ownerReferences"] as JsonArray ?? [];
                references.Add((JsonNode)Reference(owner));
                metadata["ownerReferences"] = references.DeepClone();
                claimed.Add(objects.Update(adopted, fieldManager));
            }
        }

        return claimed;
    }
}
