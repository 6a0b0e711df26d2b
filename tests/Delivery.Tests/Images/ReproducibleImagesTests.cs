using SiteBuilder.Delivery.Images;
using SiteBuilder.Delivery.Images.Definitions;
using SiteBuilder.Delivery.Images.DotNet;
using SiteBuilder.Delivery.Images.Oci;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Images;

namespace SiteBuilder.Delivery.Tests.Images;

[Trait("Suite", "Service")]
public sealed class ReproducibleImagesTests
{
    private const string Project = "src/Hello/Hello.csproj";

    [Fact]
    public async Task Two_clean_builds_in_two_folders_give_one_digest_and_a_change_touches_one_layer()
    {
        Assert.SkipWhen(MachineFacts.FindOnPath("mmdebstrap") is null, "mmdebstrap is not on this machine: ./build.sh BuildImages --bootstrap installs it");
        using var first = Sample();
        using var second = Sample();
        var one = await BuildAsync(first);
        var two = await BuildAsync(second);
        one.Select(i => (i.Name, i.Outcome, i.Digest)).ShouldBe(two.Select(i => (i.Name, i.Outcome, i.Digest)));
        one.ShouldAllBe(i => i.Outcome == ImageOutcome.Built);

        (await BuildAsync(first)).ShouldAllBe(i => i.Outcome == ImageOutcome.Reused);

        first.Write("src/Hello/Program.cs", """WebApplication.Create(args).MapGet("/", () => "changed");""");
        var changed = await BuildAsync(first);
        changed.Select(i => (i.Name.Value, i.Outcome)).ShouldBe([("base", ImageOutcome.Reused), ("hello", ImageOutcome.Built)]);
        changed[1].Why.ShouldBe(["src/Hello/Program.cs changed"]);
        var before = new OciLayout(two[1].LayoutFolder!).Read().Manifest.Layers;
        var after = new OciLayout(changed[1].LayoutFolder!).Read().Manifest.Layers;
        after.Take(after.Count - 1).ShouldBe(before.Take(before.Count - 1));
        after[^1].Size.ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public async Task A_service_that_does_not_compile_fails_alone()
    {
        Assert.SkipWhen(MachineFacts.FindOnPath("mmdebstrap") is null, "mmdebstrap is not on this machine: ./build.sh BuildImages --bootstrap installs it");
        using var root = Sample();
        root.Write("src/Broken/Broken.csproj", """<Project Sdk="Microsoft.NET.Sdk.Web" />""");
        root.Write("src/Broken/Program.cs", "this is no C#;");
        var catalog = ImageCatalog.Load(root.Path, [Service("hello", Project), Service("broken", "src/Broken/Broken.csproj")]).Only(new ImageName("hello"), new ImageName("broken"));
        var report = await new ImageBuilder(new ProcessRunner(), new ImageBuildOptions(root.Path)).BuildAsync(catalog);
        report.Images.Select(i => (i.Name.Value, i.Outcome)).ShouldBe([("base", ImageOutcome.Built), ("broken", ImageOutcome.Failed), ("hello", ImageOutcome.Built)]);
        var error = Should.Throw<StepFailedException>(report.ThrowIfFailed);
        error.Subject.ShouldBe("image 'broken'");
        error.Found.ShouldContain("Program.cs(1,");
        new OciLayout(report.Images[2].LayoutFolder!).Holds(report.Images[2].Digest!).ShouldBeTrue();
    }

    [Fact]
    public async Task The_base_has_no_shell_and_lists_its_packages()
    {
        var layout = await RepositoryImages.LayoutAsync("base");
        var (_, manifest, config) = layout.Read();
        config.Config.User.ShouldBe("1654:1654");
        using var tar = new System.Formats.Tar.TarReader(new System.IO.Compression.GZipStream(File.OpenRead(layout.BlobPath(manifest.Layers.Single().Digest)), System.IO.Compression.CompressionMode.Decompress));
        Dictionary<string, string> texts = [];
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            texts[entry.Name] = entry.DataStream is null ? "" : new StreamReader(entry.DataStream).ReadToEnd();
        }

        texts.Keys.ShouldNotContain(n => n.EndsWith("/sh") || n.EndsWith("/bash") || n.StartsWith("usr/bin/") || n.StartsWith("bin/"));
        texts["etc/ssl/certs/ca-certificates.crt"].ShouldContain("BEGIN CERTIFICATE");
        texts.Keys.ShouldContain("usr/share/zoneinfo/Europe/Berlin");
        texts["var/lib/dpkg/status"].Split('\n').Where(l => l.StartsWith("Package: ", StringComparison.Ordinal)).ShouldBe(
            ["Package: ca-certificates", "Package: gcc-12-base", "Package: libc6", "Package: libgcc-s1", "Package: libssl3", "Package: libstdc++6", "Package: tzdata", "Package: zlib1g"]);
    }

    private static ServiceImage Service(string name, string project) => new(new ImageName(name), project);

    private static async Task<IReadOnlyList<BuiltImage>> BuildAsync(TemporaryFolder root)
    {
        var catalog = ImageCatalog.Load(root.Path, [Service("hello", Project)]).Only(new ImageName("hello"));
        var report = await new ImageBuilder(new ProcessRunner(), new ImageBuildOptions(root.Path)).BuildAsync(catalog, cancellation: TestContext.Current.CancellationToken);
        report.ThrowIfFailed();
        return report.Images;
    }

    private static TemporaryFolder Sample()
    {
        var root = new TemporaryFolder();
        root.Write("global.json", File.ReadAllText(Path.Combine(Repository.Root, "global.json")));
        root.Write("Directory.Build.props", "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><NuGetAudit>false</NuGetAudit></PropertyGroup></Project>");
        root.Write(RuntimePacks.Project, File.ReadAllText(Path.Combine(Repository.Root, RuntimePacks.Project)));
        root.Write(Project, """<Project Sdk="Microsoft.NET.Sdk.Web" />""");
        root.Write("src/Hello/Program.cs", """WebApplication.Create(args).MapGet("/", () => "hello");""");
        return root;
    }
}
