using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Tests.Api;

/// <summary>
/// What a real server (1.36) said to objects of every kind, most of them odd ones. A line of Answers.jsonl is a request with the
/// answer's code, its causes in their order (reason, field and message) or else its message, its warnings, and an accepted
/// object without metadata and status. Those of rules.jsonl speak of rules in CEL, those of policies.jsonl of admission policies; in functions.jsonl, warnings show what each function gives. Lines with <c>keep</c> make what later lines change, until one with <c>delete</c>.
/// </summary>
public sealed class ValidationTests
{
    [Theory]
    [InlineData("Answers.jsonl", 700)]
    [InlineData("rules.jsonl", 110)]
    [InlineData("policies.jsonl", 70)]
    [InlineData("functions.jsonl", 4)]
    public async Task Odd_objects_are_answered_as_a_real_server_answers_them(string file, int least)
    {
        await using var api = await ApiServer.StartAsync();
        var differences = new List<string>();
        var asked = 0;
        using var lines = new StreamReader(typeof(ValidationTests).Assembly.GetManifestResourceStream(file)!);
        while (await lines.ReadLineAsync() is { } line)
        {
            var wanted = (JsonObject)JsonNode.Parse(line)!;
            var (path, body) = ((string)wanted["path"]!, wanted["body"]);
            var (method, type) = wanted.ContainsKey("delete") ? (HttpMethod.Delete, null) : (string?)wanted["type"] is { } patch ? (HttpMethod.Patch, $"application/{patch}-patch+json") : (HttpMethod.Post, "application/json");
            var found = await AskAsync(api, method, path, body?.ToJsonString(), type);
            if (wanted.ContainsKey("keep") || method == HttpMethod.Delete)
            {
                if ((int)found["code"]! >= 300) differences.Add($"{method} {path} {body?.ToJsonString()}\n   {found.ToJsonString()}");
                continue;
            }
            asked++;
            var answer = new JsonObject(wanted.Where(p => p.Key is not ("path" or "body" or "type")).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
            if (file != "Answers.jsonl") SortCauses(answer, found);
            if (!JsonAccess.Same(answer, found)) differences.Add($"{method} {path} {body!.ToJsonString()}\n   real  {answer.ToJsonString()}\n   found {found.ToJsonString()}");
        }
        asked.ShouldBeGreaterThan(least);
        differences.ShouldBeEmpty();
    }

    private static async Task<JsonObject> AskAsync(ApiServer api, HttpMethod method, string path, string? body, string? type)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type!);
        using var response = await api.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var said = text.StartsWith('{') ? (JsonObject)JsonNode.Parse(text)! : new JsonObject { ["message"] = text };
        var answer = new JsonObject { ["code"] = (int)response.StatusCode };
        if (response.Headers.TryGetValues("Warning", out var warnings)) answer["warnings"] = new JsonArray([.. warnings.Select(w => (JsonNode)Unquoted(w))]);
        if (response.IsSuccessStatusCode)
        {
            var accepted = new JsonObject(said.Where(p => p.Key is not ("metadata" or "status")).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
            // every pod gets a volume of a random name
            if ((string?)said["kind"] != "Pod") answer["object"] = accepted;
        }
        else if (said.Objects("details", "causes").ToList() is { Count: > 0 } causes)
        {
            answer["causes"] = new JsonArray([.. causes.Select(c => (JsonNode)$"{c.Text("reason")} {c.Text("field")}: {c.Text("message")}")]);
        }
        else
        {
            answer["message"] = said["message"]?.DeepClone();
        }
        return answer;
    }

    /// <summary>Rules of neighbouring fields are evaluated in no fixed order.</summary>
    private static void SortCauses(params JsonObject[] answers)
    {
        foreach (var (answer, list) in answers.SelectMany(a => new[] { "causes", "warnings" }.Where(a.ContainsKey).Select(l => (a, l))).ToList())
        {
            answer[list] = new JsonArray([.. answer[list]!.AsArray().Select(c => (string)c!).Order(StringComparer.Ordinal).Select(c => (JsonNode)c)]);
        }
    }

    private static string Unquoted(string warning) => warning["299 - \"".Length..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);
}
