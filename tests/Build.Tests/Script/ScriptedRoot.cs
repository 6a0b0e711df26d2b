using SiteBuilder.Build.Tests.Support;

namespace SiteBuilder.Build.Tests.Script;

/// <summary>A root with the real build.sh and a build program small enough to be compiled often.</summary>
internal sealed class ScriptedRoot : IDisposable
{
    private const string Project =
        """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <AssemblyName>_build</AssemblyName>
          </PropertyGroup>
        </Project>
        """;

    private readonly TemporaryFolder folder = new();

    public ScriptedRoot()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "build.sh is for Linux and macOS");
        File.Copy(System.IO.Path.Combine(Repository.Root, "build.sh"), Script);
        File.Copy(System.IO.Path.Combine(Repository.Root, "global.json"), System.IO.Path.Combine(Path, "global.json"));
        folder.Write("build/_build.csproj", Project);
        folder.Write("deploy/Model/notes.txt", string.Empty);
        folder.Write("deploy/Manifests/notes.txt", string.Empty);
        WriteProgram("Console.WriteLine(string.Join('|', args));");
    }

    public string Path => folder.Path;

    public string Script => System.IO.Path.Combine(Path, "build.sh");

    /// <summary>When the program was last compiled.</summary>
    public DateTime Compiled => File.GetLastWriteTimeUtc(System.IO.Path.Combine(Path, "build/bin/Release/net10.0/_build.dll"));

    public void WriteProgram(string code) => folder.Write("build/Program.cs", code);

    public void Write(string name, string text) => folder.Write(name, text);

    public Task<ProcessResult> RunAsync(params string[] arguments) => RunAsync(arguments, []);

    public Task<ProcessResult> RunAsync(string[] arguments, Dictionary<string, string> environment)
    {
        // which packages there are is no question for these tests
        environment.TryAdd("DELIVERY_PACKAGES", "bundled");
        return Run.ProcessAsync(Script, arguments, System.IO.Path.GetTempPath(), environment);
    }

    public void Dispose() => folder.Dispose();
}
