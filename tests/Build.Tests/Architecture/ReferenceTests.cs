namespace SiteBuilder.Build.Tests.Architecture;

/// <summary>Who may know whom.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("_build", "SiteBuilder.StandIns.Nuke", "SiteBuilder.Delivery", "SiteBuilder.Manifests", "SiteBuilder.Model")]
    [InlineData("SiteBuilder.Delivery", "SiteBuilder.Model")]
    [InlineData("SiteBuilder.Manifests", "SiteBuilder.Model")]
    [InlineData("SiteBuilder.Model")]
    [InlineData("SiteBuilder.Sandbox")]
    [InlineData("SiteBuilder.StandIns.Nuke")]
    public async Task A_project_links_only_those_it_may_know(string name, params string[] allowed)
    {
        var project = (await ProjectFile.AllAsync()).Single(x => x.Name == name);

        project.Projects.Except(allowed).ShouldBeEmpty($"{project.Path} links a project that it may not know");
    }

    [Fact]
    public async Task Services_know_nothing_of_how_they_are_delivered()
    {
        var projects = await ProjectFile.AllAsync();
        var services = projects.Where(x => x.Path.StartsWith("src/", StringComparison.Ordinal)).ToList();
        var own = services.Select(x => x.Name).ToList();

        services.ShouldNotBeEmpty();
        foreach (var service in services)
            service.Projects.Except(own).ShouldBeEmpty($"{service.Path} links a project outside of src/");
    }

    [Fact]
    public async Task Only_the_composition_knows_Nuke()
    {
        var known = (await ProjectFile.AllAsync())
            .Where(x => x.Packages.Any(p => p.StartsWith("Nuke.", StringComparison.Ordinal)) || x.Projects.Contains("SiteBuilder.StandIns.Nuke"))
            .Select(x => x.Name);

        known.ShouldBe(["_build", "SiteBuilder.Build.Sample"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("SiteBuilder.Delivery")]
    [InlineData("SiteBuilder.Manifests")]
    [InlineData("SiteBuilder.Model")]
    public void A_library_does_not_reach_upwards_through_other_assemblies(string name)
    {
        var assembly = System.Reflection.Assembly.Load(name);
        var forbidden = new[] { "_build", "SiteBuilder.StandIns.Nuke", "Nuke.Common", "SiteBuilder.Sandbox", "SiteBuilder.Sites", "SiteBuilder.Storefront" };

        assembly.GetReferencedAssemblies().Select(x => x.Name).Intersect(forbidden).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("SiteBuilder.Delivery")]
    [InlineData("SiteBuilder.Manifests")]
    [InlineData("SiteBuilder.Model")]
    public void Types_live_in_the_namespace_of_their_library(string name)
    {
        var strangers = System.Reflection.Assembly.Load(name).GetTypes()
            .Where(x => x.IsPublic && x.Namespace != name && x.Namespace?.StartsWith(name + ".", StringComparison.Ordinal) != true)
            .Select(x => x.FullName);

        strangers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_project_is_in_the_solution()
    {
        var solution = await File.ReadAllTextAsync(Path.Combine(Support.Repository.Root, "SiteBuilder.sln"), TestContext.Current.CancellationToken);
        var missing = (await ProjectFile.AllAsync()).Select(x => x.Path).Where(x => !solution.Contains(x.Replace('/', '\\'), StringComparison.Ordinal));

        missing.Where(x => !x.StartsWith("deploy/images/", StringComparison.Ordinal))
            .ShouldBeEmpty("a project outside of the solution is formatted, analysed and tested by nobody (inputs of images are no code of ours)");
    }
}
