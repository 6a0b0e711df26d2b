using SiteBuilder.Model.Tables;
using YamlDotNet.Core;

namespace SiteBuilder.Model.Environments.Loading;

/// <summary>The list <c>brands</c>.</summary>
internal static class BrandReader
{
    public static IReadOnlyList<Brand> Read(YamlSection root, TakenHosts hosts, NamedShards shards)
    {
        var brands = new List<Brand>();
        var names = new Dictionary<string, Mark>();
        if (root.Sections("brands") is not { } sections)
        {
            return brands;
        }

        foreach (var section in sections)
        {
            var brand = Brand(section, hosts, shards);
            if (brand.Name.Length > 0 && !names.TryAdd(brand.Name, section.PlaceOf("name")))
            {
                section.Report("name", $": brand '{brand.Name}' is already defined in line {names[brand.Name].Line}");
            }

            brands.Add(brand);
        }

        if (sections.Count == 0)
        {
            root.Report("brands", ": expected at least one brand, found an empty list");
        }

        return brands;
    }

    private static Brand Brand(YamlSection section, TakenHosts taken, NamedShards shards)
    {
        var name = section.Required("name", Scalars.DnsLabel, "");
        var brand = new Brand
        {
            Name = name,
            Title = section.Optional("title", Scalars.Text, name),
            Hosts = Hosts(section, name, taken),
            Theme = section.Required("theme", Scalars.OneOf(ThemeTable.Names), ""),
            Shard = section.Optional("shard", Scalars.ShardName, DatabaseSettings.MainShard),
        };
        shards.Add(section, brand.Shard);
        section.Finish();
        return brand;
    }

    private static List<string> Hosts(YamlSection section, string brand, TakenHosts taken)
    {
        var hosts = section.RequiredList("hosts", Scalars.HostName, "");
        foreach (var host in hosts.Where(host => host.Value.Length > 0))
        {
            if (taken.Take(host.Value, $"brand '{brand}'", host.Place) is { } problem)
            {
                section.Report(host.Place, "hosts", problem);
            }
        }

        return [.. hosts.Select(host => host.Value)];
    }
}
