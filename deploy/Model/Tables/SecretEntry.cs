namespace SiteBuilder.Model.Tables;

/// <summary>A group of random values that the cluster makes once and keeps; objects of several namespaces share them.</summary>
public sealed record SecretEntry
{
    /// <summary>The group's name; its Secrets are named after it.</summary>
    public required string Group { get; init; }

    /// <summary>Every key with the length of its value in characters.</summary>
    public required IReadOnlyList<SecretKey> Keys { get; init; }

    /// <summary>The services that read it; each of their namespaces gets a Secret.</summary>
    public required IReadOnlyList<ServiceEntry> Readers { get; init; }

    /// <summary>Raise by one to have new values made at the next roll-out.</summary>
    public required int Rotation { get; init; }
}
