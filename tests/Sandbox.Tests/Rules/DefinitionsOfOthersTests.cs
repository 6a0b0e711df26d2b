using System.Net;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Http;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Tests.Api;

namespace SiteBuilder.Sandbox.Tests.Rules;

/// <summary>The rules in the definitions of systems that the platform uses can all be evaluated.</summary>
public sealed class DefinitionsOfOthersTests
{
    [Fact]
    public async Task Definitions_of_other_systems_are_accepted_with_their_rules()
    {
        var folder = Folder();
        Assert.SkipUnless(folder is not null, "the folder with the definitions of other systems is missing");
        await using var api = await ApiServer.StartAsync();
        var rules = 0;
        List<string> refused = [];
        foreach (var file in Directory.GetFiles(folder!, "*.yaml").Order(StringComparer.Ordinal))
        {
            foreach (var text in (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Split("\n---"))
            {
                if (Yaml.Read(text) is not JsonObject definition || definition.Text("kind") != "CustomResourceDefinition") continue;
                rules += definition.ToJsonString().Split("\"x-kubernetes-validations\"").Length - 1;
                var (code, body) = await api.PostAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition.ToJsonString());
                if (code != HttpStatusCode.Created) refused.Add($"{Path.GetFileName(file)} {definition.Text("metadata", "name")}: {body["message"]}");
            }
        }
        refused.ShouldBeEmpty();
        rules.ShouldBeGreaterThan(100);
    }

    private static string? Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "crds");
            if (Directory.Exists(folder)) return folder;
        }
        return null;
    }
}
