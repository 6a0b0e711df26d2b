using System.Net;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Transforms;

namespace SiteBuilder.Gateway.Routing;

/// <summary>The routes in the words of YARP. Nothing is asked twice: only the client knows whether a request may be repeated.</summary>
internal static class ServiceProxy
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A connection that nothing was asked on for so long is given up. Shorter than a stopping service drains, so that no request goes
    /// out on a connection which that service is just about to close.
    /// </summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(1);

    /// <summary>Services are balanced by connection; new pods get their share when connections are made anew.</summary>
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(1);

    public static void AddServiceProxy(this WebApplicationBuilder builder, GatewaySettings settings)
    {
        // what fails is logged by UpstreamProblems, in one line
        builder.Logging.AddFilter("Yarp", LogLevel.Error);
        builder.Services.Configure<TransportFailureRateHealthPolicyOptions>(breaker =>
        {
            breaker.DetectionWindowSize = TimeSpan.FromSeconds(10);
            breaker.MinimalTotalCountThreshold = 10;
            breaker.DefaultFailureRateLimit = 0.5;
        });
        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                [.. settings.Routes.Select(Route)],
                [.. settings.Routes.DistinctBy(route => route.Cluster).Select(route => Cluster(route, settings))])
            .AddTransforms(transforms =>
            {
                transforms.AddOriginalHost();
                if (!settings.Routes.Single(route => route.Path == transforms.Route.RouteId).Cookies)
                {
                    transforms.AddRequestHeaderRemove("Cookie");
                    transforms.AddResponseHeaderRemove("Set-Cookie", ResponseCondition.Always);
                }
            })
            .ConfigureHttpClient((_, handler) =>
            {
                handler.ConnectTimeout = ConnectTime;
                handler.PooledConnectionIdleTimeout = IdleTime;
                handler.PooledConnectionLifetime = ConnectionLife;
            });
    }

    private static RouteConfig Route(GatewayRoute route) => new()
    {
        RouteId = route.Path,
        ClusterId = route.Cluster,
        Match = new RouteMatch { Path = $"{route.Path}/{{**rest}}" },
        MaxRequestBodySize = route.LargestBody,
        RateLimiterPolicy = route.Rate is null ? null : route.Path,
    };

    private static ClusterConfig Cluster(GatewayRoute route, GatewaySettings settings) => new()
    {
        ClusterId = route.Cluster,
        Destinations = new Dictionary<string, DestinationConfig> { [route.Service] = new() { Address = route.Address!.ToString() } },
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromSeconds(route.TimeoutSeconds), Version = HttpVersion.Version11 },
        HealthCheck = new HealthCheckConfig
        {
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyAndUnknown,
            Passive = new PassiveHealthCheckConfig
            {
                Enabled = settings.Breaker > TimeSpan.Zero,
                Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate,
                ReactivationPeriod = settings.Breaker,
            },
        },
    };
}
