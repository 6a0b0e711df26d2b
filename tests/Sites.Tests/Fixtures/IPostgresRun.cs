namespace SiteBuilder.Tests.Fixtures;

/// <summary>A running PostgreSQL on 127.0.0.1 with the superuser <c>postgres</c>; disposing stops and removes it.</summary>
internal interface IPostgresRun : IAsyncDisposable
{
    /// <summary>Its port.</summary>
    int Port { get; }

    /// <summary>The superuser's password.</summary>
    string Password { get; }
}
