using System.Text.Json;
using System.Text.Json.Serialization;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.Gateway.Routing;

/// <summary>Reads and checks the routes that the platform's configuration mounts.</summary>
public static class RoutesFile
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="SettingsException">The file is no list of routes, or a rule is broken; all problems are listed.</exception>
    public static IReadOnlyList<GatewayRoute> Read(MountedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        List<GatewayRoute> routes;
        try
        {
            routes = JsonSerializer.Deserialize(file.Read(), RoutesJson.Default.ListGatewayRoute) ?? [];
        }
        catch (JsonException problem)
        {
            throw new SettingsException([$"{file.Path} is not a list of routes such as [{{\"path\", \"service\", \"address\", \"largestBody\", \"timeoutSeconds\"}}]: {problem.Message}"]);
        }

        var problems = Problems(routes).Select(problem => $"{file.Path}: {problem}").ToList();
        return problems.Count == 0 ? routes : throw new SettingsException(problems);
    }

    private static IEnumerable<string> Problems(List<GatewayRoute> routes)
    {
        if (routes.Count == 0)
        {
            yield return "names no route";
        }

        foreach (var (index, route) in routes.Index())
        {
            if (!route.Path.StartsWith('/') || route.Path.EndsWith('/'))
            {
                yield return $"[{index}].path is '{route.Path}'; use a path such as '/api'";
            }

            if (route.Service.Length == 0 || route.Address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            {
                yield return $"[{index}] ('{route.Path}') needs a service and its address, such as http://sites.backend";
            }

            if (route.LargestBody < 1 || route.TimeoutSeconds < 1)
            {
                yield return $"[{index}] ('{route.Path}') needs largestBody and timeoutSeconds from 1";
            }

            if (route.Rate is { } rate && (rate.Requests < 1 || rate.AtOnce < 1))
            {
                yield return $"[{index}].rate ('{route.Path}') needs requests and atOnce from 1";
            }
        }

        foreach (var twice in routes.GroupBy(route => route.Path).Where(group => group.Count() > 1))
        {
            yield return $"path '{twice.Key}' is named twice";
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(List<GatewayRoute>))]
internal sealed partial class RoutesJson : JsonSerializerContext;
