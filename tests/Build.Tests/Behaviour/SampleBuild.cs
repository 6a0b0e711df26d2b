using SiteBuilder.Build.Tests.Support;

namespace SiteBuilder.Build.Tests.Behaviour;

/// <summary>The sample program in a root of its own.</summary>
internal sealed class SampleBuild : IDisposable
{
    private readonly TemporaryFolder root = new();

    public SampleBuild()
    {
        Assert.SkipUnless(File.Exists(Repository.SampleProgram), "The sample is built with the stand-in only, and this run uses Nuke's own packages");
        Directory.CreateDirectory(Path.Combine(root.Path, ".nuke"));
        root.Write("build.cmd", string.Empty);
    }

    public Task<ProcessResult> RunAsync(string arguments) => RunAsync(arguments.Split(' '), null);

    public Task<ProcessResult> RunAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment) =>
        Run.ProcessAsync("dotnet", [Repository.SampleProgram, .. arguments], root.Path, environment);

    /// <summary>Output with common blanks for the hard ones of the summary.</summary>
    public async Task<ProcessResult> RunPlainAsync(string arguments)
    {
        var result = await RunAsync(arguments);
        return result with { Output = result.Output.Replace('\u00a0', ' ') };
    }

    public string Read(string name) => root.Read(name);

    public void Write(string name, string text) => root.Write(name, text);

    public void Dispose() => root.Dispose();
}
