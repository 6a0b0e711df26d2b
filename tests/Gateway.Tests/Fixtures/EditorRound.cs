using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests.Fixtures;

/// <summary>An editor at work on a page of their own: writes the next version, publishes it, reads it. A write that is carried out twice shows.</summary>
internal static class EditorRound
{
    public static async Task PlayAsync(LoadRound load)
    {
        var (path, version) = ($"/api/sites/main/pages/page-{load.Client}", load.Round);
        var token = ("Authorization", $"Bearer {SitesRun.Token}");
        var page = JsonSerializer.Serialize(new { title = $"Version {version}", blocks = new[] { new { type = "text", text = new string('x', 2000) } } });
        (string, string)[] seen = version == 1 ? [] : [("If-Match", $"\"{version - 1}\"")];
        var written = await load.SendAsync("PUT", path, page, [token, .. seen]);
        written.Status.ShouldBe(version == 1 ? 201 : 200, $"{path} version {version}: {written.Body}");
        JsonNode.Parse(written.Body)!["version"]!.GetValue<int>().ShouldBe(version, "each write is carried out once");
        var published = await load.SendAsync("POST", $"{path}/publish", null, token);
        published.Status.ShouldBe(200, $"{path} version {version}: {published.Body}");
        var read = await load.SendAsync("GET", path);
        read.Status.ShouldBe(200, $"{path} version {version}: {read.Body}");
        JsonNode.Parse(read.Body)!["title"]!.GetValue<string>().ShouldBe(string.Create(CultureInfo.InvariantCulture, $"Version {version}"));
    }
}
