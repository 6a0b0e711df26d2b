using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Images.DotNet;

/// <summary>The two documents that make a folder of files a shared framework. Runtime packs do not carry them; installers do.</summary>
internal static class FrameworkDocuments
{
    public static byte[] Dependencies(string package, string version, string runtime, IReadOnlyList<FrameworkFile> files)
    {
        var target = $".NETCoreApp,Version=v{version.Split('.')[0]}.0/{runtime}";
        var library = $"{package}/{version}";
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["runtimeTarget"] = new JsonObject { ["name"] = target, ["signature"] = "" },
            ["targets"] = new JsonObject
            {
                [target] = new JsonObject
                {
                    [library] = new JsonObject
                    {
                        ["runtime"] = Files(files.Where(f => f.AssemblyVersion is not null)),
                        ["native"] = Files(files.Where(f => f.AssemblyVersion is null)),
                    },
                },
            },
            ["libraries"] = new JsonObject { [library] = new JsonObject { ["type"] = "package", ["serviceable"] = true, ["sha512"] = "" } },
        });
    }

    public static byte[] Config(string? basedOn, string version)
    {
        var options = new JsonObject { ["tfm"] = $"net{version.Split('.')[0]}.0" };
        if (basedOn is not null)
        {
            options["framework"] = new JsonObject { ["name"] = basedOn, ["version"] = version };
        }

        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["runtimeOptions"] = options });
    }

    private static JsonObject Files(IEnumerable<FrameworkFile> files)
    {
        var all = new JsonObject();
        foreach (var file in files)
        {
            var versions = new JsonObject();
            if (file.AssemblyVersion is not null)
            {
                versions["assemblyVersion"] = file.AssemblyVersion;
            }

            versions["fileVersion"] = file.FileVersion;
            all[file.Name] = versions;
        }

        return all;
    }
}
