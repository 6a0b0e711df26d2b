using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Fields;

/// <summary>Who set which field.</summary>
internal static class ManagedFields
{
    public static void OnUpdate(ResourceKind kind, JsonObject? live, JsonObject obj, WriteOptions options, DateTimeOffset now)
    {
    }

    public static JsonObject OnApply(ResourceKind kind, JsonObject? live, JsonObject config, bool force, WriteOptions options, DateTimeOffset now)
    {
        throw new NotSupportedException();
    }

    public static bool SameButForTimes(JsonObject a, JsonObject b) => JsonAccess.Same(a, b);
}
