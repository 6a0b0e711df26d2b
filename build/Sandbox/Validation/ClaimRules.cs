using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>PersistentVolumeClaims.</summary>
internal static class ClaimRules
{
    public static void Check(JsonObject obj, List<Cause> causes)
    {
        if (!obj["spec"].Texts("accessModes").Any()) causes.Add(Cause.Required("spec.accessModes", "at least 1 access mode is required"));
        if (obj.At("spec", "resources", "requests", "storage") is null) causes.Add(Cause.Required("spec.resources[storage]"));
    }
}
