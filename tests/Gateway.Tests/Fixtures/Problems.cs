using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.Gateway.Tests.Fixtures;

/// <summary>Problems as the gateway answers them.</summary>
internal static class Problems
{
    /// <summary>Status, title and detail of an answer that must be a problem.</summary>
    public static async Task<string> ReadAsync(HttpResponseMessage answer)
    {
        (answer.Content.Headers.ContentType?.MediaType).ShouldBe("application/problem+json", await answer.Content.ReadAsStringAsync());
        var problem = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        problem["status"]!.GetValue<int>().ShouldBe((int)answer.StatusCode);
        return $"{problem["status"]} {problem["title"]} {problem["detail"]}";
    }
}
