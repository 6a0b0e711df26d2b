using SiteBuilder.Sandbox.Kinds;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>What an update of a kind needs and does that is not the same for all.</summary>
internal static class UpdateRules
{
    /// <summary>An update of an object that is not there makes it.</summary>
    public static bool Creates(ResourceKind kind) => !kind.IsCustom && kind.Kind is "Service" or "Endpoints" or "Event" or "LimitRange" or "Lease"
        or "Role" or "RoleBinding" or "ClusterRole" or "ClusterRoleBinding" or "RuntimeClass";

    /// <summary>An update has to say which version it means.</summary>
    public static bool NeedsVersion(ResourceKind kind) => kind.IsCustom || kind.Kind is "Lease" or "PodDisruptionBudget" or "CSIDriver" or "RuntimeClass"
        or "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration" or "CustomResourceDefinition";

    public static StatusException VersionMissing(ResourceKind kind, string name) => Refusal.Invalid(kind.Group, kind.Plural, kind.QualifiedPlural, name,
        [Cause.Invalid("metadata.resourceVersion", 0, "must be specified for an update")]);
}
