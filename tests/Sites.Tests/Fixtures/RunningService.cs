using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace SiteBuilder.Tests.Fixtures;

/// <summary>A service of ours in this process, listening on real ports of 127.0.0.1.</summary>
public sealed class RunningService : IAsyncDisposable
{
    private readonly List<HttpClient> _clients = [];

    private RunningService(WebApplication app)
    {
        App = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        Traffic = new Uri(addresses[0]);
        Management = NewClient(new Uri(addresses[1]), null);
    }

    /// <summary>The application.</summary>
    public WebApplication App { get; }

    /// <summary>Where traffic goes.</summary>
    public Uri Traffic { get; }

    /// <summary>A client of the management port.</summary>
    public HttpClient Management { get; }

    /// <summary>The settings that all services have in common here.</summary>
    public static string[] CommonArguments(int port = 0) =>
        ["--Http:Address=127.0.0.1", $"--Http:Port={port}", "--Http:ManagementPort=0", "--Http:DrainSeconds=0", "--Logging:Console:LogLevel:Default=None"];

    /// <summary>Starts an application.</summary>
    public static async Task<RunningService> StartAsync(WebApplication app)
    {
        await app.StartAsync();
        return new RunningService(app);
    }

    /// <summary>A client that asks for a host, with a bearer token where one is given.</summary>
    public HttpClient Client(string host, string? token = null)
    {
        var client = NewClient(Traffic, host);
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await App.StopAsync();
        await App.DisposeAsync();
    }

    private HttpClient NewClient(Uri address, string? host)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        client.DefaultRequestHeaders.Host = host;
        _clients.Add(client);
        return client;
    }
}
