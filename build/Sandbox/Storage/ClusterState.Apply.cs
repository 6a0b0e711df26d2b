using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Fields;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage;

public sealed partial class ClusterState
{
    /// <summary>Server-side apply. The second value tells that the object is new.</summary>
    internal (StoredObject Object, bool Created) Apply(ResourceKind kind, string ns, string name, JsonObject config, bool force, WriteOptions options)
    {
        var created = false;
        var stored = Retry(kind, ns, name, current =>
        {
            created = current is null;
            if (current is null && options.Subresource.Length > 0) throw Refusal.NotFound(kind, name);
            if (current is null && config.Text("metadata", "name") is null or "") throw Refusal.NameMissing(name);
            var merged = ManagedFields.OnApply(kind, current?.Object, config, force, options, Now());
            if (current is not null) CheckIdentity(kind, current, merged);
            else if (config.Text("metadata", "uid") is { Length: > 0 } uid) throw Refusal.NoSuchUid(kind, name, uid);
            var obj = Converted(merged, kind, config);
            var managed = merged["metadata"]!["managedFields"]?.DeepClone();
            var metadata = obj.Need("metadata");
            if (current is null)
            {
                NewMetadata(kind, ns, metadata);
                metadata["name"] = name;
            }
            else
            {
                SystemMetadata(current, obj);
            }
            CompleteDefaults(obj, kind);
            if (current is not null) Preparation.KeepOtherParts(kind, obj, current.Object, options.Subresource);
            if (managed is JsonArray { Count: > 0 }) metadata["managedFields"] = managed;
            else metadata.Remove("managedFields");
            return current is null ? Insert(kind, ns, obj, options) : Replace(kind, current, obj, options);
        });
        return (stored, created);
    }

    private static JsonObject Converted(JsonObject merged, ResourceKind kind, JsonObject config)
    {
        try
        {
            return ObjectReader.Decode(merged, kind, null, converts: true);
        }
        catch (DecodeException e)
        {
            throw Refusal.Internal($"failed to convert new object ({SchemaCheck.Name(config, kind)}) to proper version: unable to convert unstructured object to {SchemaCheck.Version(kind)}: {e.Message}");
        }
    }
}
