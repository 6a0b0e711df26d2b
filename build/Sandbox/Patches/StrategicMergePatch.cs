using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Patches;

/// <summary>Kubernetes' strategic merge patch: lists are merged by the keys their schema names, directives steer the rest.</summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string Retain = "$retainKeys";
    private const string Order = "$setElementOrder/";
    private const string DeleteValues = "$deleteFromPrimitiveList/";

    /// <summary>Changes <paramref name="target"/>.</summary>
    /// <exception cref="PatchException">The patch is malformed.</exception>
    public static void Apply(JsonObject target, JsonObject patch, TypeSchema type) => Merge(target, patch, new FieldSchema { Shape = Shape.Struct, Type = type });

    private static void Merge(JsonObject target, JsonObject patch, FieldSchema schema)
    {
        switch (patch.Text(Directive))
        {
            case "replace":
                target.Clear();
                foreach (var (name, value) in patch)
                {
                    if (name != Directive) target[name] = value?.DeepClone();
                }
                return;
            case "delete":
                target.Clear();
                return;
            case null or "merge":
                break;
            case var unknown:
                throw new PatchException($"unknown patch type: {unknown} in map: {GoText.Of(patch)}");
        }
        if (patch[Retain] is JsonArray kept)
        {
            var keep = kept.Select(k => k!.ToString()).ToHashSet(StringComparer.Ordinal);
            if (patch.Any(p => !p.Key.StartsWith('$') && p.Value is not null && !keep.Contains(p.Key))) throw new PatchException("invalid patch format of retainKeys", malformed: true);
            foreach (var name in target.Select(p => p.Key).Where(n => !keep.Contains(n)).ToList()) target.Remove(name);
        }
        foreach (var (name, value) in patch) CheckOrder(patch, name, value, schema);
        foreach (var (name, value) in patch)
        {
            if (name is Directive or Retain || name.StartsWith(Order, StringComparison.Ordinal)) continue;
            if (name.StartsWith(DeleteValues, StringComparison.Ordinal)) DeleteFrom(target, name[DeleteValues.Length..], value as JsonArray ?? []);
            else MergeField(target, name, value, Field(schema, name), patch[Order + name] as JsonArray);
        }
        foreach (var (name, value) in patch)
        {
            if (!name.StartsWith(Order, StringComparison.Ordinal) || patch.ContainsKey(name[Order.Length..])) continue;
            var field = name[Order.Length..];
            if (target[field] is not JsonArray list || value is not JsonArray order) continue;
            var key = Field(schema, field)?.MergeKey;
            Arrange(list, Identities(order, key), Identities(list, key), key);
        }
    }

    /// <summary>The elements that a patch gives must stand in the order that it names.</summary>
    private static void CheckOrder(JsonObject patch, string name, JsonNode? value, FieldSchema schema)
    {
        if (!name.StartsWith(Order, StringComparison.Ordinal)) return;
        if (value is not JsonArray order) throw new PatchException($"expected a []interface {{}}, but received a {JsonProblem.Name(value)}");
        if (patch[name[Order.Length..]] is not JsonArray items) return;
        var key = Field(schema, name[Order.Length..])?.MergeKey;
        var given = new JsonArray([.. items.Where(i => i.Text(Directive) is null).Select(i => i?.DeepClone())]);
        var wanted = new Queue<string>(Identities(order, key));
        foreach (var identity in Identities(given, key))
        {
            while (wanted.TryDequeue(out var next) && next != identity)
            {
                // an element that is only named
            }
            if (wanted.Count == 0 && Identity(order.LastOrDefault(), key) != identity) throw new PatchException($"The order in patch list:\n{GoText.Of(given)}\n doesn't match $setElementOrder list:\n{GoText.Of(order)}\n");
        }
    }

    private static void MergeField(JsonObject target, string name, JsonNode? value, FieldSchema? field, JsonArray? order)
    {
        switch (value)
        {
            case null:
                target.Remove(name);
                break;
            case JsonObject change when target[name] is JsonObject old && field?.Replaces != true:
                Merge(old, change, field ?? FieldSchema.Anything);
                if (change.Text(Directive) == "delete") target.Remove(name);
                break;
            case JsonObject change:
                var made = new JsonObject();
                Merge(made, change, field ?? FieldSchema.Anything);
                if (change.Text(Directive) != "delete") target[name] = made;
                break;
            case JsonArray items when field is { Merges: true }:
                if (target[name] is not JsonArray list) target[name] = list = [];
                var before = Identities(list, field.MergeKey);
                if (field.MergeKey is { } key) MergeByKey(list, items, key, field.Element!);
                else MergeValues(list, items);
                Arrange(list, Identities(order ?? items, field.MergeKey), before, field.MergeKey);
                break;
            default:
                target[name] = value.DeepClone();
                break;
        }
    }

    private static void MergeByKey(JsonArray list, JsonArray items, string key, FieldSchema element)
    {
        if (items.Any(i => i.Text(Directive) == "replace"))
        {
            list.Clear();
            foreach (var item in items.OfType<JsonObject>().Where(i => !(i.Text(Directive) == "replace" && i.Count == 1)))
            {
                var made = item.Clone();
                made.Remove(Directive);
                list.Add(made);
            }
            return;
        }
        foreach (var item in items)
        {
            if (item is not JsonObject change || change[key] is not { } value) throw new PatchException($"map: {GoText.Of(item)} does not contain declared merge key: {key}");
            var found = list.OfType<JsonObject>().FirstOrDefault(o => JsonAccess.Same(o[key], value));
            if (change.Text(Directive) == "delete")
            {
                while (list.OfType<JsonObject>().FirstOrDefault(o => JsonAccess.Same(o[key], value)) is { } gone) list.Remove(gone);
            }
            else if (found is null)
            {
                var made = new JsonObject();
                Merge(made, change, element);
                list.Add(made);
            }
            else
            {
                Merge(found, change, element);
            }
        }
    }

    private static void MergeValues(JsonArray list, JsonArray items)
    {
        foreach (var item in items)
        {
            if (!list.Any(i => JsonAccess.Same(i, item))) list.Add(item?.DeepClone());
        }
    }

    private static void DeleteFrom(JsonObject target, string name, JsonArray values)
    {
        if (target[name] is not JsonArray list) return;
        foreach (var gone in list.Where(i => values.Any(v => JsonAccess.Same(i, v))).ToList()) list.Remove(gone);
    }

    /// <summary>
    /// Brings the elements the patch names into the patch's order. The others keep theirs and go before the first named one that
    /// they stood before.
    /// </summary>
    private static void Arrange(JsonArray list, List<string> order, List<string> before, string? key)
    {
        var named = list.Where(i => order.Contains(Identity(i, key))).OrderBy(i => order.IndexOf(Identity(i, key))).ToList();
        var others = list.Where(i => !order.Contains(Identity(i, key))).ToList();
        list.Clear();
        var (n, o) = (0, 0);
        while (n < named.Count || o < others.Count)
        {
            var (at, next) = (o < others.Count ? before.IndexOf(Identity(others[o], key)) : -1, n < named.Count ? before.IndexOf(Identity(named[n], key)) : -1);
            if (n >= named.Count || (o < others.Count && at >= 0 && next >= 0 && at < next)) list.Add(others[o++]);
            else list.Add(named[n++]);
        }
    }

    private static List<string> Identities(JsonArray list, string? key) => [.. list.Select(i => Identity(i, key))];

    private static string Identity(JsonNode? item, string? key) => JsonText.Text(key is null ? item : item.At(key));

    private static FieldSchema? Field(FieldSchema schema, string name) => schema.Shape switch
    {
        Shape.Struct => schema.Type!.Find(name),
        Shape.Map => schema.Element,
        _ => null,
    };
}
