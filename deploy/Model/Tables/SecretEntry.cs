using SiteBuilder.Model.Environments;

namespace SiteBuilder.Model.Tables;

/// <summary>A group of random values that the cluster makes once and keeps; Secrets of several namespaces share them.</summary>
public sealed record SecretEntry
{
    /// <summary>The group's name; its Secrets are named after it.</summary>
    public required string Group { get; init; }

    /// <summary>Its values.</summary>
    public required IReadOnlyList<SecretKey> Keys { get; init; }

    /// <summary>Raise by one to have new values made at the next roll-out.</summary>
    public required int Rotation { get; init; }

    /// <summary>Whether an environment has it. Default: each does.</summary>
    public Func<DeliveryEnvironment, bool> IsIn { get; init; } = _ => true;

    /// <summary>The namespaces that have a reader, sorted; each gets a Secret with the keys that are read there, and no others.</summary>
    public IReadOnlyList<string> Namespaces =>
        [.. Keys.SelectMany(key => key.Readers).Select(reader => reader.Namespace).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Whether a service, or what it is a copy of, reads one of its values.</summary>
    public bool IsReadBy(ServiceEntry service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return Keys.Any(key => key.Readers.Contains(service.CopyOf ?? service));
    }

    /// <summary>The keys that are read in a namespace.</summary>
    public IReadOnlyList<SecretKey> KeysOf(string @namespace) =>
        [.. Keys.Where(key => key.Readers.Any(reader => reader.Namespace == @namespace))];
}
