namespace SiteBuilder.Model.Tables;

/// <summary>
/// Who logs in to PostgreSQL. What a service has there belongs to a role of its name that nobody logs in as. Of its two logins one is in turn, the other one has the
/// password of the rotation before: whoever started then goes on with it until it has ended.
/// </summary>
public static class DatabaseLogins
{
    /// <summary>The services that have a database, sorted by name.</summary>
    public static IReadOnlyList<ServiceEntry> Services { get; } =
        [.. SecretTable.Postgres.Keys.SelectMany(key => key.Readers).Where(reader => reader != ServiceTable.Postgres).Distinct().OrderBy(service => service.Name, StringComparer.Ordinal)];

    /// <summary>The login of a service that is in turn.</summary>
    public static string Of(ServiceEntry service) => Of(service, SecretTable.Postgres.Rotation);

    /// <summary>The login of a service that is in turn in a rotation of <see cref="SecretTable.Postgres"/>.</summary>
    public static string Of(ServiceEntry service, int rotation)
    {
        ArgumentNullException.ThrowIfNull(service);
        return $"{service.Name}_{(rotation % 2 == 0 ? 2 : 1)}";
    }

    /// <summary>Both logins of a service.</summary>
    public static IReadOnlyList<string> BothOf(ServiceEntry service) => [Of(service, 1), Of(service, 2)];

    /// <summary>The key of its password in <see cref="SecretTable.Postgres"/>.</summary>
    public static string PasswordOf(ServiceEntry service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return $"{service.Name}-password";
    }
}
