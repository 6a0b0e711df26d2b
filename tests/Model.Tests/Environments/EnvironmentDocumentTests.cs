using System.Text.RegularExpressions;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Model.Tests.Environments;

/// <summary>The examples of docs/environments.md are files that load.</summary>
public partial class EnvironmentDocumentTests
{
    private static IReadOnlyList<string> Examples { get; } =
        [.. Block().Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "docs", "environments.md"))).Select(match => match.Groups[1].Value)];

    [Fact]
    public void The_example_of_every_key_loads_and_shows_the_defaults()
    {
        var example = EnvironmentFiles.Parse("example.yaml", "example", Examples[0]);
        var defaults = EnvironmentFiles.Parse("example.yaml", "example", """
            registry: {host: registry.example.com}
            base: bootstrap
            brands: [{name: acme, hosts: [www.acme.example], theme: blue}]
            """);

        example.Cluster.Identity.ShouldBe(defaults.Cluster.Identity);
        example.Registry.ShouldBe(defaults.Registry);
        example.Services["sites"].Memory.ShouldBe(defaults.Services["sites"].Memory);
        example.Services["sites"].Cpu.ShouldBe(defaults.Services["sites"].Cpu);
        example.Database.Storage.ShouldBe(defaults.Database.Storage);
        example.Database.Backups.ShouldBe(defaults.Database.Backups);
        example.ObjectStorage.Storage.ShouldBe(defaults.ObjectStorage.Storage);
        example.Ingress.ShouldBe(defaults.Ingress);
        example.Features.ShouldBe(defaults.Features with { Tracing = "http://collector.example.com:4317" });
        example.Gates.Test.Suites.ShouldBe(defaults.Gates.Test.Suites);
        example.Gates.Scan.Severities.ShouldBe(defaults.Gates.Scan.Severities);
        example.Gates.Rollout.ShouldBe(defaults.Gates.Rollout with { Autoscaler = TimeSpan.FromMinutes(5) });
    }

    [Fact]
    public void The_example_of_the_sandbox_loads_and_shows_the_defaults() =>
        EnvironmentFiles.Parse("example.yaml", "example", Examples[1]).Cluster.Sandbox.ShouldBe(new SandboxSettings());

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
