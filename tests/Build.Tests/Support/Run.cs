using System.Diagnostics;

namespace SiteBuilder.Build.Tests.Support;

/// <summary>Runs processes to their end.</summary>
internal static class Run
{
    // what a developer's shell or an outer build has set must not reach the program under test
    private static readonly string[] s_foreign = ["NUKE_", "SITEBUILDER_", "GITHUB_", "DELIVERY_PACKAGES", "NO_COLOR", "DOTNET_"];

    public static async Task<ProcessResult> ProcessAsync(
        string program,
        IEnumerable<string> arguments,
        string folder,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(program, arguments, folder, environment);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return new ProcessResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    public static Process Start(
        string program,
        IEnumerable<string> arguments,
        string folder,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var name in info.Environment.Keys.Where(x => s_foreign.Any(x.StartsWith)).ToList())
            info.Environment.Remove(name);
        info.Environment["TERM"] = "dumb";
        info.Environment["NUKE_TELEMETRY_OPTOUT"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            info.Environment[name] = value;
        var process = Process.Start(info)!;
        process.StandardInput.Close();
        return process;
    }
}
