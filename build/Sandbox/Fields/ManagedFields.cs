using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Fields;

/// <summary>Keeps account of who set which field, and merges what is applied.</summary>
internal static class ManagedFields
{
    /// <summary>Fields that belong to the server and to no manager.</summary>
    private static readonly FieldSet System = FieldSet.Parse(JsonText.ParseObject(
        """{"f:apiVersion":{},"f:kind":{},"f:metadata":{".":{},"f:name":{},"f:namespace":{},"f:creationTimestamp":{},"f:selfLink":{},"f:uid":{},"f:generation":{},"f:managedFields":{},"f:resourceVersion":{}}}"""u8));

    private static readonly FieldSet Status = FieldSet.Parse(JsonText.ParseObject("""{"f:status":{}}"""u8));

    /// <summary>Writes into <paramref name="obj"/> who owns its fields after a create (no live object) or an update.</summary>
    public static void OnUpdate(ResourceKind kind, JsonObject? live, JsonObject obj, WriteOptions options, DateTimeOffset now)
    {
        var schema = Root(kind);
        var given = FieldOwner.Read(obj.At("metadata", "managedFields"));
        var reset = obj.At("metadata", "managedFields") is JsonArray and [JsonObject { Count: 0 }];
        var owners = given.Count > 0 ? given : FieldOwner.Read(live.At("metadata", "managedFields"));
        if (reset || (live is not null && owners.Count == 0))
        {
            obj.Need("metadata").Remove("managedFields");
            return;
        }
        var comparison = Comparison.Of(live ?? Empty(kind), obj, schema);
        var taken = comparison.Added.Union(comparison.Modified);
        owners = [.. owners.Select(o => o with { Fields = o.Fields.Difference(taken).Difference(comparison.Removed) })];
        var fields = Owned(taken, kind, options);
        if (!fields.IsEmpty && options.Subresource != WriteOptions.Binding && !ScalesToNothing(kind, obj, options))
        {
            Give(owners, new FieldOwner(options.FieldManager, FieldOwner.Update, kind.GroupVersion, options.Subresource, Time(options, now), fields), union: true);
        }
        Write(obj, owners);
    }

    /// <summary>The object after a configuration is applied to it, with its managedFields.</summary>
    /// <exception cref="StatusException">The configuration does not fit the schema, or others own fields it changes.</exception>
    public static JsonObject OnApply(ResourceKind kind, JsonObject? live, JsonObject config, bool force, WriteOptions options, DateTimeOffset now)
    {
        var schema = Root(kind);
        SchemaCheck.Run(config, schema, kind);
        var owners = FieldOwner.Read(live.At("metadata", "managedFields"));
        var before = live ?? Empty(kind);
        if (live is not null && owners.Count == 0)
        {
            owners.Add(new FieldOwner("before-first-apply", FieldOwner.Update, kind.GroupVersion, "", JsonAccess.Time(now), Owned(Comparison.Of(Empty(kind), before, schema).Added, kind, options)));
        }
        var self = new FieldOwner(options.FieldManager, FieldOwner.Apply, kind.GroupVersion, options.Subresource, Time(options, now), Owned(FieldSets.Of(config, schema), kind, options));
        var known = owners.Find(o => o.IsSame(self));
        var last = known?.Fields;
        var merged = (JsonObject)Merger.Merge(before, config, schema)!;
        Give(owners, self, union: false);
        if (last is { IsEmpty: false }) merged = Prune(merged, last, owners, schema);

        var comparison = Comparison.Of(before, merged, schema);
        var taken = Owned(comparison.Added.Union(comparison.Modified), kind, options);
        var conflicts = owners.Where(o => !o.IsSame(self)).Select(o => (Owner: o, Fields: o.Fields.Intersection(taken))).Where(c => !c.Fields.IsEmpty).ToList();
        if (conflicts.Count > 0 && !force) throw Conflict(conflicts);
        // who changes nothing leaves no time
        if (taken.IsEmpty && comparison.Removed.IsEmpty) Give(owners, self with { Time = known?.Time ?? "" }, union: false);
        owners = [.. owners.Select(o => o.IsSame(self) ? o : o with { Fields = o.Fields.Difference(taken).Difference(comparison.Removed) })];
        Write(merged, owners);
        return merged;
    }

    /// <summary>Equal in everything but the times of managedFields.</summary>
    public static bool SameButForTimes(JsonObject a, JsonObject b)
    {
        if (!SameButForOwners(a, b)) return false;
        var (x, y) = (FieldOwner.Read(a.At("metadata", "managedFields")), FieldOwner.Read(b.At("metadata", "managedFields")));
        return x.Count == y.Count && x.TrueForAll(o => y.Exists(p => p.IsSame(o) && p.ApiVersion == o.ApiVersion && p.Fields.Same(o.Fields)));
    }

    /// <summary>Owners by way of the scale have no time.</summary>
    private static string Time(WriteOptions options, DateTimeOffset now) => options.Subresource == "scale" ? "" : JsonAccess.Time(now);

    /// <summary>In a scale no number and the number 0 are the same, so nobody owns it after scaling to 0; that of a custom object is owned by nobody at all.</summary>
    private static bool ScalesToNothing(ResourceKind kind, JsonObject obj, WriteOptions options) => options.Subresource == "scale" && (kind.IsCustom || obj.Number([.. kind.ReplicasPath]) is null or 0);

    private static FieldSchema Root(ResourceKind kind) => new() { Shape = Shape.Struct, Type = kind.Type };

    /// <summary>What the manager last applied and no longer does goes, unless someone else owns it too.</summary>
    private static JsonObject Prune(JsonObject merged, FieldSet last, List<FieldOwner> owners, FieldSchema schema)
    {
        var named = FieldSets.WithNamedFields(last, schema);
        var pruned = Merger.Remove(merged, named, schema) as JsonObject ?? [];
        var managed = owners.Aggregate(new FieldSet(), (set, owner) => set.Union(owner.Fields));
        var mergedSet = FieldSets.WithNamedFields(FieldSets.Of(merged, schema), schema);
        FieldSet Now(JsonObject obj) => FieldSets.WithNamedFields(FieldSets.Of(obj, schema), schema);
        var kept = Now(pruned).Union(FieldSets.WithNamedFields(managed, schema));
        pruned = Merger.Remove(merged, mergedSet.Difference(kept), schema) as JsonObject ?? [];
        return Merger.Remove(merged, mergedSet.Difference(Now(pruned)).Intersection(named), schema) as JsonObject ?? [];
    }

    /// <summary>Of these fields, those that a manager can own in this place.</summary>
    private static FieldSet Owned(FieldSet fields, ResourceKind kind, WriteOptions options)
    {
        var own = fields.Difference(System);
        if (options.Subresource != "status") return kind.HasStatus ? own.Without(Status) : own;
        var rest = new JsonObject();
        foreach (var (name, _) in own.Children)
        {
            if (name != "f:status" && (name != "f:metadata" || kind.IsCustom)) rest[name] = new JsonObject();
        }
        if (Preparation.KeepsLabels(kind)) rest["f:metadata"] = new JsonObject { ["f:labels"] = new JsonObject() };
        return own.Without(FieldSet.Parse(rest));
    }

    private static void Give(List<FieldOwner> owners, FieldOwner self, bool union)
    {
        var at = owners.FindIndex(o => o.IsSame(self));
        if (at < 0) owners.Add(self);
        else owners[at] = union ? self with { Fields = owners[at].Fields.Union(self.Fields) } : self;
    }

    private static void Write(JsonObject obj, List<FieldOwner> owners)
    {
        var written = FieldOwner.Write(owners);
        if (written.Count > 0) obj.Need("metadata")["managedFields"] = written;
        else obj.Need("metadata").Remove("managedFields");
    }

    private static bool SameButForOwners(JsonObject a, JsonObject b)
    {
        if (a.Count != b.Count) return false;
        foreach (var (name, value) in a)
        {
            if (name == "metadata" ? !SameMetadata((JsonObject)value!, b.Object(name) ?? []) : !b.TryGetPropertyValue(name, out var other) || !JsonAccess.Same(value, other)) return false;
        }
        return true;
    }

    private static bool SameMetadata(JsonObject a, JsonObject b) =>
        a.All(p => p.Key == "managedFields" || JsonAccess.Same(p.Value, b[p.Key])) && b.All(p => p.Key == "managedFields" || a.ContainsKey(p.Key));

    /// <summary>An object of the kind with nothing set but what is always written.</summary>
    private static JsonObject Empty(ResourceKind kind)
    {
        var empty = kind.IsCustom ? [] : new Decoder(null).Struct([], kind.Type, "", "", "");
        empty["apiVersion"] = kind.GroupVersion;
        empty["kind"] = kind.Kind;
        empty.Need("metadata");
        return empty;
    }

    private static StatusException Conflict(List<(FieldOwner Owner, FieldSet Fields)> conflicts)
    {
        var all = conflicts.SelectMany(c => c.Fields.Paths().Select(p => (Owner: c.Owner.Describe(), Path: p)))
            .OrderBy(c => c.Owner, StringComparer.Ordinal).ToList();
        var text = all.Count == 1
            ? $"Apply failed with 1 conflict: conflict with {all[0].Owner}: {all[0].Path}"
            : $"Apply failed with {all.Count} conflicts: {string.Join("\n", all.GroupBy(c => c.Owner).Select(g => $"conflicts with {g.Key}:\n{string.Join("\n", g.Select(c => $"- {c.Path}"))}"))}";
        return new StatusException(409, "Conflict", text, new JsonObject
        {
            ["causes"] = Refusal.Causes(all.Select(c => new Cause("FieldManagerConflict", c.Path, $"conflict with {c.Owner}"))),
        });
    }
}
