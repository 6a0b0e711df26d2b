using System.Text.RegularExpressions;
using SiteBuilder.Delivery.Platform.Policy;
using SiteBuilder.Delivery.Platform.Rendering;

namespace SiteBuilder.Manifests.Tests;

/// <summary>What is committed for reviews, and what our own objects keep to.</summary>
public class RenderedFolderTests
{
    private static string Folder => Path.Combine(Platform.Root, "deploy", "rendered");

    /// <summary>What was rendered; a file that somebody has just dropped into deploy/environments need not be yet.</summary>
    public static TheoryData<string> Rendered => [.. Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order()];

    public static TheoryData<string> Environments => Platform.Environments;

    [Theory, MemberData(nameof(Rendered))]
    public void The_rendered_files_are_in_step(string environment) =>
        RenderedFiles.Compare(Path.Combine(Folder, environment), Platform.Render(environment), environment).ToString()
            .ShouldBeEmpty("deploy/rendered is behind the manifests or the environment file; run ./build.sh Render and commit what it writes.");

    [Fact]
    public void Every_rendered_folder_has_an_environment() =>
        Rendered.Select(row => row.Data).ShouldBeSubsetOf(Platform.Environments.Select(row => row.Data));

    [Theory, MemberData(nameof(Rendered))]
    public void No_rendered_file_names_a_digest(string environment) =>
        Directory.EnumerateFiles(Path.Combine(Folder, environment), "*.yaml", SearchOption.AllDirectories)
            .Where(file => Regex.IsMatch(File.ReadAllText(file), "sha256:[0-9a-f]{64}"))
            .ShouldBeEmpty();

    [Theory, MemberData(nameof(Environments))]
    public void Our_own_objects_keep_the_policy(string environment) =>
        ManifestPolicy.Check(Platform.Render(environment)).Select(violation => violation.ToString()).ShouldBeEmpty();
}
