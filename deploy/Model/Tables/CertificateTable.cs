namespace SiteBuilder.Model.Tables;

/// <summary>The platform's own certificate authority, whom it signs for, and who trusts it. The roll-out makes all of it in the cluster, in every environment.</summary>
public static class CertificateTable
{
    /// <summary>The authority; its Secret, which has its key, is named after it.</summary>
    public const string Authority = "platform-authority";

    /// <summary>What clients know it by; their Secrets are named after it.</summary>
    public const string Trust = "platform-trust";

    /// <summary>The namespace of the authority, in which no pod may run: nobody can mount its key.</summary>
    public const string Namespace = "authority";

    /// <summary>Raise by one to have another authority and certificates made at the next roll-out; those before are trusted until then.</summary>
    public const int Rotation = 1;

    /// <summary>The services that look at the certificates of others and have none themselves.</summary>
    public static IReadOnlyList<ServiceEntry> Clients { get; } = [ServiceTable.Auth, ServiceTable.Media, ServiceTable.Publisher, ServiceTable.Sites, ServiceTable.Storefront, ServiceTable.Waf];
}
