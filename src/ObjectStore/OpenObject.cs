using Amazon.S3.Model;

namespace SiteBuilder.ObjectStore;

/// <summary>An object whose bytes are on their way; disposing ends the transfer.</summary>
public sealed class OpenObject : IDisposable
{
    private readonly GetObjectResponse _response;

    internal OpenObject(StoredObject stored, GetObjectResponse response)
    {
        Object = stored;
        _response = response;
    }

    /// <summary>What it is. Its length is that of <see cref="Content"/>, which is a part where a range was asked for.</summary>
    public StoredObject Object { get; }

    /// <summary>Its bytes, to be read once.</summary>
    public Stream Content => _response.ResponseStream;

    /// <summary>Which part of the object it is, as the header says it; null = all of it.</summary>
    public string? ContentRange => string.IsNullOrEmpty(_response.ContentRange) ? null : _response.ContentRange;

    /// <inheritdoc />
    public void Dispose() => _response.Dispose();
}
