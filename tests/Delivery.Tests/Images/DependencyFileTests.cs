using SiteBuilder.Delivery.Images.DotNet;
using SiteBuilder.Delivery.Tests.Support;

namespace SiteBuilder.Delivery.Tests.Images;

public sealed class DependencyFileTests
{
    [Fact]
    public void Package_files_are_told_from_own_ones_and_other_systems_are_left_out()
    {
        using var folder = new TemporaryFolder();
        folder.Write("App.deps.json",
            """
            {
              "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" },
              "targets": { ".NETCoreApp,Version=v10.0": {
                "App/1.0.0": { "runtime": { "App.dll": {} } },
                "Shared/1.0.0": { "runtime": { "Shared.dll": {} } },
                "Npgsql/10.0.3": { "runtime": { "lib/net10.0/Npgsql.dll": {} }, "resources": { "lib/net10.0/de/Npgsql.resources.dll": { "locale": "de" } } },
                "Native/1.0.0": { "runtimeTargets": { "runtimes/linux-x64/native/libx.so": { "rid": "linux-x64" }, "runtimes/win-x64/native/x.dll": { "rid": "win-x64" } } } } },
              "libraries": { "App/1.0.0": { "type": "project" }, "Shared/1.0.0": { "type": "project" }, "Npgsql/10.0.3": { "type": "package" }, "Native/1.0.0": { "type": "package" } }
            }
            """);
        foreach (var file in new[] { "App.dll", "Shared.dll", "Npgsql.dll", "de/Npgsql.resources.dll", "runtimes/linux-x64/native/libx.so", "runtimes/win-x64/native/x.dll", "wwwroot/site.css" })
        {
            folder.Write(file, "");
        }

        var split = DependencyFile.Split(folder.Path, "App");
        split.Packages.ShouldBe(["Npgsql.dll", "de/Npgsql.resources.dll", "runtimes/linux-x64/native/libx.so"]);
        split.Own.ShouldBe(["App.deps.json", "App.dll", "Shared.dll", "wwwroot/site.css"]);
    }
}
