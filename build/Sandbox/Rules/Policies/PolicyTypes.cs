using SiteBuilder.Sandbox.Rules.Language;

namespace SiteBuilder.Sandbox.Rules.Policies;

/// <summary>The types of the variables that expressions of policies see.</summary>
internal static class PolicyTypes
{
    private static readonly CelType Texts = CelType.List(CelType.String);

    private static readonly CelType TextMap = CelType.Map(CelType.String, CelType.String);

    private static readonly CelType Kind = Object("kubernetes.GroupVersionKind", ("group", CelType.String), ("version", CelType.String), ("kind", CelType.String));

    private static readonly CelType Resource = Object("kubernetes.GroupVersionResource", ("group", CelType.String), ("version", CelType.String), ("resource", CelType.String));

    private static readonly CelType User = Object("kubernetes.UserInfo", ("username", CelType.String), ("uid", CelType.String), ("groups", Texts), ("extra", CelType.Map(CelType.String, Texts)));

    private static readonly CelType Condition = Object("kubernetes.NamespaceCondition",
        ("status", CelType.String), ("type", CelType.String), ("lastTransitionTime", CelType.Timestamp), ("message", CelType.String), ("reason", CelType.String));

    public static readonly CelType Request = Object("kubernetes.AdmissionRequest",
        ("kind", Kind), ("resource", Resource), ("subResource", CelType.String), ("requestKind", Kind), ("requestResource", Resource), ("requestSubResource", CelType.String),
        ("name", CelType.String), ("namespace", CelType.String), ("operation", CelType.String), ("userInfo", User), ("dryRun", CelType.Bool), ("options", CelType.Dyn));

    public static readonly CelType Namespace = Object("kubernetes.Namespace",
        ("metadata", Object("kubernetes.NamespaceMetadata",
            ("name", CelType.String), ("generateName", CelType.String), ("namespace", CelType.String), ("labels", TextMap), ("annotations", TextMap), ("UID", CelType.String),
            ("creationTimestamp", CelType.Timestamp), ("deletionGracePeriodSeconds", CelType.Int), ("deletionTimestamp", CelType.Timestamp), ("generation", CelType.Int),
            ("resourceVersion", CelType.String), ("finalizers", Texts))),
        ("spec", Object("kubernetes.NamespaceSpec", ("finalizers", Texts))),
        ("status", Object("kubernetes.NamespaceStatus", ("conditions", CelType.List(Condition)), ("phase", CelType.String))));

    private static CelType Object(string name, params (string Name, CelType Type)[] fields) =>
        CelType.Object(name, fields.ToDictionary(f => f.Name, f => f.Type, StringComparer.Ordinal));
}
