using SiteBuilder.ServiceDefaults.Settings;
using StackExchange.Redis.Configuration;

namespace SiteBuilder.Redis;

/// <summary>Has the password read anew for every connection.</summary>
internal sealed class PasswordOfFile(MountedFile? file) : DefaultOptionsProvider
{
    public override string? Password => file?.Read();
}
