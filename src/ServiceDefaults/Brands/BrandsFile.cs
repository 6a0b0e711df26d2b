using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using SiteBuilder.ServiceDefaults.Settings;

namespace SiteBuilder.ServiceDefaults.Brands;

/// <summary>Reads and checks the brands that the platform's configuration mounts.</summary>
public static partial class BrandsFile
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="SettingsException">The file is no list of brands, or a rule is broken; all problems are listed.</exception>
    public static IReadOnlyList<BrandConfig> Read(MountedFile file)
    {
        List<BrandConfig> brands;
        try
        {
            brands = JsonSerializer.Deserialize(file.Read(), BrandsJson.Default.ListBrandConfig) ?? [];
        }
        catch (JsonException problem)
        {
            throw new SettingsException([$"{file.Path} is not a list of brands such as [{{\"name\", \"title\", \"hosts\", \"theme\"}}]: {problem.Message}"]);
        }

        var problems = Problems(brands).Select(problem => $"{file.Path}: {problem}").ToList();
        return problems.Count == 0 ? brands : throw new SettingsException(problems);
    }

    private static IEnumerable<string> Problems(List<BrandConfig> brands)
    {
        if (brands.Count == 0)
        {
            yield return "names no brand";
        }

        for (var index = 0; index < brands.Count; index++)
        {
            var brand = brands[index];
            if (brand.Name is not { Length: <= 63 } || !Name().IsMatch(brand.Name))
            {
                yield return $"[{index}].name is '{brand.Name}'; use at most 63 lower-case letters, digits and single hyphens between them, for example 'acme'";
            }

            if (string.IsNullOrWhiteSpace(brand.Title) || string.IsNullOrWhiteSpace(brand.Theme))
            {
                yield return $"[{index}] ('{brand.Name}') needs a title and a theme";
            }

            if (brand.Hosts is not { Count: > 0 } || brand.Hosts.Any(host => Uri.CheckHostName(host) == UriHostNameType.Unknown))
            {
                yield return $"[{index}].hosts ('{brand.Name}') needs one host name or more, without a scheme or port";
            }
        }

        foreach (var twice in brands.GroupBy(brand => brand.Name).Where(group => group.Count() > 1))
        {
            yield return $"brand '{twice.Key}' is named twice";
        }

        var hosts = brands.SelectMany(brand => (brand.Hosts ?? []).Select(host => (Host: host.ToLowerInvariant(), brand.Name)));
        foreach (var twice in hosts.GroupBy(host => host.Host).Where(group => group.Count() > 1))
        {
            yield return $"host '{twice.Key}' belongs to more than one brand: {string.Join(", ", twice.Select(host => host.Name))}";
        }
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*\\z")]
    private static partial Regex Name();
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(List<BrandConfig>))]
internal sealed partial class BrandsJson : JsonSerializerContext;
