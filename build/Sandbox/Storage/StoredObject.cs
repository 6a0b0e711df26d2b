using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>One version of an object: the nodes, and the bytes that lists and watches send. Both never change.</summary>
internal sealed class StoredObject
{
    public StoredObject(ObjectKey key, JsonObject obj, long resourceVersion)
    {
        Key = key;
        Object = obj;
        ResourceVersion = resourceVersion;
        Uid = obj.Text("metadata", "uid") ?? "";
        Owners = [.. obj.Objects("metadata", "ownerReferences").Select(o => o.Text("uid") ?? "")];
        Utf8 = JsonText.Utf8(obj);
        // kind and apiVersion come first, see Decoder
        TypeLength = Encoding.UTF8.GetByteCount($"{{\"kind\":\"{obj.Text("kind")}\",\"apiVersion\":\"{obj.Text("apiVersion")}\",") - 1;
    }

    public ObjectKey Key { get; }

    public JsonObject Object { get; }

    public long ResourceVersion { get; }

    public string Uid { get; }

    /// <summary>The uids of the owners.</summary>
    public IReadOnlyList<string> Owners { get; }

    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>How many bytes after the opening brace name kind and apiVersion; the items of a built-in list leave them out.</summary>
    public int TypeLength { get; }

    /// <summary>The object as it was, seen at a later version.</summary>
    public StoredObject WithVersion(long version)
    {
        var obj = Object.Clone();
        obj.Need("metadata")["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        return new StoredObject(Key, obj, version);
    }

    public JsonObject Metadata => (JsonObject)Object["metadata"]!;

    public bool IsBeingDeleted => Metadata.ContainsKey("deletionTimestamp");
}
