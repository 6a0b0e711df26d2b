namespace SiteBuilder.Model.Tables;

/// <summary>What a service may do at one Redis, and nothing else.</summary>
/// <param name="Server">The Redis.</param>
/// <param name="Service">The service; its user has the same name.</param>
/// <param name="Keys">The keys, as patterns.</param>
/// <param name="Commands">The commands, as Redis names them.</param>
public sealed record RedisAccess(ServiceEntry Server, ServiceEntry Service, IReadOnlyList<string> Keys, IReadOnlyList<string> Commands)
{
    /// <summary>What a client asks of itself and of the server before it asks for anything.</summary>
    private static readonly string[] s_connecting = ["client|id", "client|setname", "echo", "info", "ping", "role"];

    /// <summary>The rights as Redis' access control lists say them.</summary>
    public string Rules => string.Join(' ', [.. Keys.Select(key => $"~{key}"), .. s_connecting.Concat(Commands).Select(command => $"+{command}")]);
}
