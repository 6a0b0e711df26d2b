namespace SiteBuilder.Model.Tables;

/// <summary>Every secret of ours, who reads it and how often it was rotated.</summary>
public static class SecretTable
{
    public static SecretEntry Postgres { get; } = new()
    {
        Group = "postgres",
        Keys = [new SecretKey("superuser-password", 32), new SecretKey("sites-password", 32)],
        Readers = [ServiceTable.Postgres, ServiceTable.Sites],
        Rotation = 1,
    };

    /// <summary>The bearer token of the Sites write API.</summary>
    public static SecretEntry Editor { get; } = new()
    {
        Group = "editor",
        Keys = [new SecretKey("token", 40)],
        Readers = [ServiceTable.Sites],
        Rotation = 1,
    };

    public static IReadOnlyList<SecretEntry> All { get; } = [Editor, Postgres];
}
