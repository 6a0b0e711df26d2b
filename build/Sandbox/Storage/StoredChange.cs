namespace SiteBuilder.Sandbox.Storage;

/// <summary>One change; <paramref name="Current"/> of a deletion is the object as it last was, with the version of the deletion.</summary>
internal sealed record StoredChange(ChangeType Type, StoredObject Current, StoredObject? Previous)
{
    public long ResourceVersion => Current.ResourceVersion;
}
