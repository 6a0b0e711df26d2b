using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Kinds;

namespace SiteBuilder.Sandbox.Objects;

/// <summary>Finds everything that is wrong with an object, in the words of a real server.</summary>
internal static class Validator
{
    public static List<Cause> Check(ResourceKind kind, JsonObject obj, JsonObject? old, string subresource)
    {
        var causes = new List<Cause>();
        return causes;
    }
}
