using Nuke.Common;
using Serilog;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Targets;

/// <summary>Measurements beside peers, on this machine and in one run.</summary>
public interface IBench : IHazDelivery
{
    /// <summary>What to measure; default: main-job.</summary>
    [Parameter("Bench: what to measure. Default is 'main-job'.")]
    string Suite => TryGetValue(() => Suite) ?? "main-job";

    /// <summary>Measures.</summary>
    Target Bench => _ => _
        .Description("Measures side by side with peers; numbers in artifacts/bench")
        .Executes(async () =>
        {
            var project = RootDirectory / "bench" / "SiteBuilder.Bench.csproj";
            var build = new ToolCommand("dotnet", "build", project, "-c", "Release", "-v", "q", "-nologo") { Stage = nameof(Bench), Subject = "bench" };
            await Session.Tools.RunAsync(build, cancellation: Session.Cancelled);
            var program = RootDirectory / "bench" / "bin" / "Release" / "net10.0" / "SiteBuilder.Bench.dll";
            var run = new ToolCommand("dotnet", program, Suite, RootDirectory, Path.Combine(Session.Artifacts, "bench")) { Stage = nameof(Bench), Subject = $"suite {Suite}" };
            await Session.Tools.RunAsync(run, line => Log.Information("{Line}", line), Session.Cancelled);
        });
}
