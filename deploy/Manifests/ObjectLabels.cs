namespace SiteBuilder.Manifests;

/// <summary>The labels and annotations that our objects carry.</summary>
public static class ObjectLabels
{
    /// <summary>The workload an object belongs to.</summary>
    public const string Name = "app.kubernetes.io/name";

    /// <summary>The part of the platform; equals the namespace.</summary>
    public const string Component = "app.kubernetes.io/component";

    /// <summary>The label that the API server gives every namespace: its name.</summary>
    public const string NamespaceName = "kubernetes.io/metadata.name";

    /// <summary>The label that a StatefulSet gives each of its pods: its name.</summary>
    public const string PodName = "statefulset.kubernetes.io/pod-name";

    public const string PartOf = "app.kubernetes.io/part-of";

    public const string ManagedBy = "app.kubernetes.io/managed-by";

    /// <summary>The environment's name.</summary>
    public const string Release = "sitebuilder.dev/release";

    /// <summary>The group of a generated Secret: its name carries a hash, this does not.</summary>
    public const string Secret = "sitebuilder.dev/secret";

    /// <summary>What a member of PostgreSQL is at the moment, which Patroni writes: <c>master</c>, <c>replica</c> (its words).</summary>
    public const string Role = "sitebuilder.dev/role";

    /// <summary>Annotation of a pod that calls the API server: why.</summary>
    public const string TokenReason = "sitebuilder.dev/service-account-token";

    /// <summary>
    /// Annotation of a Secret whose values the roll-out makes once: <c>group:key=length,key=length</c>, <c>group:authority</c>,
    /// <c>group:certificate by AUTHORITY for NAME,NAME</c>, <c>group:trust in AUTHORITY</c>.
    /// </summary>
    public const string Generate = "sitebuilder.dev/generate";

    /// <summary>Annotation of the same Secret: values of another rotation are not taken over.</summary>
    public const string Rotation = "sitebuilder.dev/rotation";

    /// <summary>Annotation of a Job that migrates data, with the name of what it migrates: no rollback runs it.</summary>
    public const string Migration = "sitebuilder.dev/migration";

    /// <summary>Annotation of an object that is to be rolled out elsewhere than its kind (docs/targets.md): the number of the wave.</summary>
    public const string Wave = "sitebuilder.dev/wave";

    /// <summary>Annotation of a namespace whose pods are not ours: what it is for, and why it is not stricter.</summary>
    public const string Purpose = "sitebuilder.dev/purpose";

    /// <summary>The value of <see cref="PartOf"/> and <see cref="ManagedBy"/>.</summary>
    public const string Ours = "sitebuilder";
}
