namespace SiteBuilder.Delivery.Registries;

/// <summary>Name and password for one registry; a user named <c>&lt;token&gt;</c> carries an identity token.</summary>
internal sealed record RegistryCredential(string User, string Password)
{
    public bool IsIdentityToken => User == "<token>";

    // the password must not get into a log by way of a record's own text
    public override string ToString() => $"credential of {User}";
}
