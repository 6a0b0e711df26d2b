namespace SiteBuilder.Delivery.Rollouts;

/// <summary>The names the engine gives things in a cluster. They are a contract with objects that are already out there.</summary>
internal static class RolloutNames
{
    /// <summary>What parts that do not know which command was called call it.</summary>
    public const string Stage = "Deploy";
    public const string FieldManager = "sitebuilder";
    public const string SystemNamespace = "sitebuilder-system";
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";
    public const string ReleaseLabel = "sitebuilder.dev/release";
    public const string ClusterLabel = "sitebuilder.dev/cluster";
    public const string WaveAnnotation = "sitebuilder.dev/wave";
    public const string PruneAnnotation = "sitebuilder.dev/prune";
    public const string RecreateAnnotation = "sitebuilder.dev/recreate";
    public const string AdoptAnnotation = "sitebuilder.dev/adopt";
    public const string GenerateAnnotation = "sitebuilder.dev/generate";
    public const string RotationAnnotation = "sitebuilder.dev/rotation";
    public const string MigrationAnnotation = "sitebuilder.dev/migration";
    public const string ContractAnnotation = "sitebuilder.dev/contract";
    public const string LaterAnnotation = "sitebuilder.dev/later";
    public const string WhoAnnotation = "sitebuilder.dev/who";
    public const string CommitAnnotation = "sitebuilder.dev/commit";
    public const string RunAnnotation = "sitebuilder.dev/run";
    public const string RecordType = "sitebuilder.dev/release";
    public const string RecordLabel = "sitebuilder.dev/record-of";
    public const string RevisionLabel = "sitebuilder.dev/revision";
    public const string PartLabel = "sitebuilder.dev/record-part-of";
    public const string PartsAnnotation = "sitebuilder.dev/parts";
    public const string ResultLabel = "sitebuilder.dev/result";

    public static string Lease(string release) => $"sitebuilder-{release}";

    public const string InventoryPrefix = "inventory-";

    public static string Inventory(string release) => InventoryPrefix + release;

    public static string Record(string release, int revision) => $"release-{release}-{revision}";
}
