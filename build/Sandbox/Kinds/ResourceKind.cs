using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Rules.Schemas;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Kinds;

/// <summary>A kind in one version as the API serves it.</summary>
internal sealed record ResourceKind
{
    public static readonly IReadOnlyList<string> AllVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public required string Group { get; init; }
    public required string Version { get; init; }
    public required string Kind { get; init; }
    public required string Plural { get; init; }
    public required string Singular { get; init; }
    public required bool Namespaced { get; init; }
    public required TypeSchema Type { get; init; }
    public IReadOnlyList<string> ShortNames { get; init; } = [];
    public IReadOnlyList<string> Categories { get; init; } = [];
    public IReadOnlyList<string> Verbs { get; init; } = AllVerbs;
    public IReadOnlyList<string> Subresources { get; init; } = [];
    public IReadOnlyList<TableColumn> Columns { get; init; } = [];

    /// <summary>The version entry of the CustomResourceDefinition; null for built-in kinds.</summary>
    public JsonObject? Custom { get; init; }

    /// <summary>The rules in the schema of a custom resource, compiled when they are first needed; null where there are none.</summary>
    public Lazy<RuleTree?>? Rules { get; init; }

    /// <summary>What the kind would need that the sandbox does not have: there are no objects of it and none can be made. Null for kinds that work.</summary>
    public string? Refused { get; init; }

    /// <summary>Another form of objects that are served in another version or group.</summary>
    public bool IsSecondForm => Refused is not null && (Group, Version) is ("events.k8s.io", _) or ("autoscaling", "v1");

    /// <summary>Where the number of replicas stands that the scale speaks of.</summary>
    public IReadOnlyList<string> ReplicasPath => IsCustom ? ((string?)Custom!["subresources"]?["scale"]?["specReplicasPath"] ?? "").TrimStart('.').Split('.') : ["spec", "replicas"];

    public string ListKind { get => field ?? Kind + "List"; init; }

    public bool IsCustom => Custom is not null;

    public string GroupVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public ObjectKind ObjectKind => new(Group, Kind);

    /// <summary>As errors name it: <c>deployments.apps</c>, <c>configmaps</c>.</summary>
    public string QualifiedPlural => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>As validation errors name it: <c>Deployment.apps</c>, <c>ConfigMap</c>.</summary>
    public string QualifiedKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    /// <summary>The type as a real server's errors name it: <c>*core.ConfigMap</c>.</summary>
    public string GoName => IsCustom ? "*unstructured.Unstructured" : $"*{(Group.Length == 0 ? "core" : Group.Split('.')[0])}.{Kind}";

    public bool HasStatus => Subresources.Contains("status");
}
