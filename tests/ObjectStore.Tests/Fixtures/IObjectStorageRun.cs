namespace SiteBuilder.Tests.Fixtures;

/// <summary>A running object storage on 127.0.0.1; disposing stops and removes it.</summary>
internal interface IObjectStorageRun : IAsyncDisposable
{
    /// <summary>Its port.</summary>
    int Port { get; }
}
