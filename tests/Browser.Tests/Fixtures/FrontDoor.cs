using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SiteBuilder.ServiceDefaults;
using SiteBuilder.Tests.Fixtures;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;

namespace SiteBuilder.Browser.Tests.Fixtures;

/// <summary>Leads paths of every host to services, as the ingress of the platform does.</summary>
internal static class FrontDoor
{
    /// <param name="routes">The beginnings of paths, and who answers there.</param>
    public static Task<RunningService> StartAsync(params (string Path, Uri Service)[] routes)
    {
        var builder = WebApplication.CreateSlimBuilder([.. RunningService.CommonArguments(), "--Http:MaxBodyBytes=33554432"]);
        builder.AddServiceDefaults("front");
        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                [.. routes.Select(route => new RouteConfig { RouteId = $"to {route.Path}", ClusterId = $"of {route.Path}", Match = new RouteMatch { Path = $"{route.Path}/{{**rest}}" } })],
                [.. routes.Select(route => new ClusterConfig { ClusterId = $"of {route.Path}", Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = route.Service.ToString() } } })])
            .AddTransforms(transforms => transforms.AddOriginalHost());
        var app = builder.Build();
        app.MapReverseProxy();
        return RunningService.StartAsync(app);
    }
}
