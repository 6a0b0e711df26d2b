using SiteBuilder.Delivery.Scanning;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Tests.Scanning;

[Trait("Suite", "Service")]
public sealed class ImageScannerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_real_scan_finds_what_is_in_the_image_and_is_not_repeated()
    {
        TrivySamples.SkipUnlessThere();
        var options = await OptionsAsync();
        var image = await BaseAsync();
        var scanner = new ImageScanner(new ProcessRunner(), options);
        var report = await scanner.ScanAsync([image], new ScanGate());
        report.IsScanned.ShouldBeTrue();
        report.Images.Single().Error.ShouldBeNull();
        report.Images.Single().Blocking.Select(f => (f.Id, f.Severity, f.Fix)).ShouldBe([("CVE-2099-0001", VulnerabilitySeverity.Critical, "99:1")]);
        Should.Throw<StepFailedException>(report.ThrowIfBlocked).Message.ShouldContain("base: CRITICAL CVE-2099-0001 in libc6 ");

        var again = await scanner.ScanAsync([image], new ScanGate { Severities = [] });
        again.Images.Single().FromCache.ShouldBeTrue();
        again.ThrowIfBlocked();

        // another digest is another image, whatever its name
        (await scanner.ScanAsync([image with { Digest = "sha256:other" }], new ScanGate())).Images.Single().FromCache.ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_scanner_an_environment_that_does_not_require_one_is_warned_in_plain_words()
    {
        var scanner = new ImageScanner(new ProcessRunner(), new ScanOptions(_folder.Path) { Executable = "no-trivy-here" });
        var report = await scanner.ScanAsync([], new ScanGate { Required = false });
        report.IsScanned.ShouldBeFalse();
        report.Warning.ShouldBe("The images were NOT scanned for known weaknesses: trivy is not on PATH. Install Trivy: https://trivy.dev/latest/getting-started/installation/");
        report.ThrowIfBlocked();
    }

    [Fact]
    public async Task Without_a_scanner_an_environment_that_requires_one_fails()
    {
        var scanner = new ImageScanner(new ProcessRunner(), new ScanOptions(_folder.Path) { Executable = "no-trivy-here" });
        (await Should.ThrowAsync<StepFailedException>(() => scanner.ScanAsync([], new ScanGate()))).Remedy.ShouldBe(ImageScanner.InstallHint);
    }

    [Theory]
    [InlineData("echo broken >&2; exit 2", "broken")]
    [InlineData("echo '{\"SchemaVersion\": 2, \"Results\": [' > \"$out\"", "no report of Trivy")]
    [InlineData("sleep 600", "did not end within")]
    public async Task A_scanner_that_crashes_hangs_or_writes_nonsense_leaves_the_image_unscanned_and_says_so(string behaviour, string said)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");
        var program = _folder.Write("trivy", $"#!/bin/sh\n[ \"$1\" = version ] && echo '{{\"Version\":\"0.60.0\"}}' && exit 0\nwhile [ $# -gt 0 ]; do [ \"$1\" = --output ] && out=$2; shift; done\n{behaviour}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        }

        var options = new ScanOptions(_folder.At("reports")) { Executable = program, ImageLimit = TimeSpan.FromSeconds(2) };
        var report = await new ImageScanner(new ProcessRunner(), options).ScanAsync([new ImageToScan(new("base"), "sha256:0", _folder.Path)], new ScanGate());
        report.Images.Single().Error!.ShouldContain(said);
        Should.Throw<StepFailedException>(report.ThrowIfBlocked).Message.ShouldContain("base: not scanned: ");
    }

    private async Task<ScanOptions> OptionsAsync()
    {
        var program = await TrivySamples.ProgramAsync();
        foreach (var file in Directory.GetFiles(Path.Combine(TrivySamples.Folder, "db")))
        {
            Directory.CreateDirectory(_folder.At("cache", "db"));
            File.Copy(file, _folder.At("cache", "db", Path.GetFileName(file)));
        }

        return new ScanOptions(_folder.At("reports")) { Executable = program, CacheFolder = _folder.At("cache"), Offline = true };
    }

    private static async Task<ImageToScan> BaseAsync()
    {
        var built = await RepositoryImages.EnsureAsync("base");
        return new ImageToScan(built.Name, built.Digest!, built.LayoutFolder!);
    }
}
