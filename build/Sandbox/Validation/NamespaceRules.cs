using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Validation;

/// <summary>Namespaces.</summary>
internal static class NamespaceRules
{
    public static void Check(JsonObject obj, JsonObject? old, List<Cause> causes)
    {
        if (old is not null) return;
        foreach (var name in obj.Texts("spec", "finalizers"))
        {
            causes.AddInvalid("spec.finalizers", name, Names.Qualified(name));
            if (!name.Contains('/', StringComparison.Ordinal) && name is not ("kubernetes" or "orphan" or "foregroundDeletion"))
            {
                causes.Add(Cause.Invalid("spec.finalizers", name, "name is neither a standard finalizer name nor is it fully qualified"));
            }
        }
    }

    public static void Status(JsonObject obj, List<Cause> causes)
    {
        var phase = obj.Text("status", "phase") ?? "";
        var (right, when) = obj.At("metadata", "deletionTimestamp") is null ? ("Active", "empty") : ("Terminating", "not empty");
        if (phase != right) causes.Add(Cause.Invalid("status.Phase", phase, $"may only be '{right}' if `deletionTimestamp` is {when}"));
    }
}
