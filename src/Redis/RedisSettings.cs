using SiteBuilder.ServiceDefaults.Settings;
using StackExchange.Redis;

namespace SiteBuilder.Redis;

/// <summary>How to reach a Redis. The password stays in its file, which is read at every new connection, so a rotated one is taken up.</summary>
/// <param name="Address">host:port of the server; of every Sentinel, separated by commas, where <paramref name="Sentinel"/> is set.</param>
/// <param name="Sentinel">The name under which Sentinels know the server, and say which member is its primary; null = there is one member.</param>
/// <param name="User">Who connects; null = whoever Redis lets in without a name.</param>
/// <param name="Password">File with the user's password; null where there is no user.</param>
/// <param name="Copies">How many replicas must have a write before it counts as done. Default: 0, the member that is written is enough.</param>
public sealed record RedisSettings(string Address, string? Sentinel, string? User, MountedFile? Password, int Copies)
{
    /// <summary>How connections are encrypted, and who may answer. Default: not at all.</summary>
    public RedisEncryption? Encryption { get; init; }

    /// <summary>Reads the settings below a key; problems go to the reader.</summary>
    public static RedisSettings Read(SettingsReader reader, string key)
    {
        var user = reader.OptionalText($"{key}:User");
        return new RedisSettings(
            Addresses(reader, $"{key}:Address"),
            reader.OptionalText($"{key}:Sentinel"),
            user,
            user is null ? null : reader.File($"{key}:PasswordFile"),
            reader.Number($"{key}:Copies", 0, 0, 10))
        {
            Encryption = RedisEncryption.ReadOptional(reader, key),
        };
    }

    /// <summary>The same, or null where there is no address.</summary>
    public static RedisSettings? ReadOptional(SettingsReader reader, string key) => reader.OptionalText($"{key}:Address") is null ? null : Read(reader, key);

    /// <summary>What a connection is made with; it may be changed.</summary>
    /// <param name="patience">How long an answer, and a new connection, may take.</param>
    public ConfigurationOptions Options(TimeSpan patience)
    {
        var options = ConfigurationOptions.Parse(Address);
        options.Defaults = new PasswordOfFile(Password);
        options.ServiceName = Sentinel;
        options.User = User;
        Encryption?.Apply(options);
        options.ConnectTimeout = (int)patience.TotalMilliseconds;
        options.AsyncTimeout = (int)patience.TotalMilliseconds;
        // no Redis, no answer: who asks knows what to do meanwhile
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        // Sentinels say who the primary is; there is nothing for clients to agree on among themselves
        options.TieBreaker = "";
        options.ConfigurationChannel = "";
        options.SetClientLibrary = false;
        return options;
    }

    /// <summary>Where Redis is, without a secret.</summary>
    public override string ToString() => Sentinel is null ? Address : $"{Sentinel} by the Sentinels {Address}";

    private static string Addresses(SettingsReader reader, string key)
    {
        var text = reader.Text(key);
        if (text.Length > 0 && !text.Split(',').All(address => address.Split(':') is [{ Length: > 0 }, var port] && ushort.TryParse(port, out _)))
        {
            reader.Report(key, $"is '{text}', expected host:port, or several of them separated by commas");
        }

        return text;
    }
}
