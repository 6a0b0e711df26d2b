using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SiteBuilder.Sandbox.Tests.Api;

/// <summary>
/// Requests and what a real Kubernetes 1.36 answers to them, as Answers/*.json list them: the status, a refusal's message and reason
/// (<c>*</c> is any text; problems are in any order), warnings, and who owns the fields of an object.
/// </summary>
public sealed class AnswerTests : IAsyncLifetime
{
    private ApiServer _api = null!;

    public static TheoryData<string> Lists => ["apply", "apply-refused", "apply-lists", "managers", "patches", "writes", "deletes", "lists", "logs"];

    public async ValueTask InitializeAsync() => _api = await ApiServer.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_request_is_answered_as_a_real_server_answers_it(string list)
    {
        await using var stream = typeof(AnswerTests).Assembly.GetManifestResourceStream($"{list}.json")!;
        var steps = JsonNode.Parse(stream)!["steps"]!.AsArray();
        await _api.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"work"}}""");
        List<string> differences = [];
        foreach (var step in steps)
        {
            using var response = await _api.Client.SendAsync(Request(step!), TestContext.Current.CancellationToken);
            if (step!["status"] is null) continue;
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            foreach (var difference in Differences(step, response, text)) differences.Add($"{step["about"]} ({step["do"]}): {difference}");
        }
        differences.ShouldBeEmpty();
    }

    private static IEnumerable<string> Differences(JsonNode step, HttpResponseMessage response, string text)
    {
        if ((int)response.StatusCode != (int)step["status"]!)
        {
            yield return $"{(int)response.StatusCode} {text}";
            yield break;
        }
        var body = text.StartsWith('{') ? JsonNode.Parse(text) : null;
        if (step["message"] is { } message && !Fits((string)message!, (string?)body?["message"] ?? "")) yield return $"{body?["message"]}, not {message}";
        if ((string?)step["reason"] is { } reason && (string?)body?["reason"] != reason) yield return $"reason {body?["reason"]}, not {reason}";
        var warnings = response.Headers.TryGetValues("Warning", out var given) ? given.Select(w => w["299 - ".Length..]).Order(StringComparer.Ordinal).ToArray() : [];
        var expected = (step["warnings"] as JsonArray ?? []).Select(w => (string)w!).Order(StringComparer.Ordinal);
        if (!warnings.SequenceEqual(expected)) yield return $"warnings {string.Join(", ", warnings)}";
        if (step["owners"] is JsonArray owners && !Owners(body).SequenceEqual(owners.Select(o => (string)o!).Order(StringComparer.Ordinal))) yield return $"owners {string.Join("; ", Owners(body))}";
    }

    /// <summary>Several problems in one message have no fixed order.</summary>
    private static bool Fits(string expected, string found)
    {
        static string Sorted(string text) => string.Join('|', Regex.Split(text, @", |\[|\]").Order(StringComparer.Ordinal));
        return Sorted(expected) == Sorted(found) || Regex.IsMatch(found, $"^{Regex.Escape(expected).Replace(@"\*", ".*", StringComparison.Ordinal)}$", RegexOptions.Singleline);
    }

    private static IEnumerable<string> Owners(JsonNode? body) => (body?["metadata"]?["managedFields"] as JsonArray ?? []).Select(o => string.Join(' ',
        o!["manager"], o["operation"], o["subresource"] ?? "-", o["time"] is null ? "untimed" : "timed", Sorted(o["fieldsV1"])!.ToJsonString(Plain))).Order(StringComparer.Ordinal);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonNode? Sorted(JsonNode? node) => node is not JsonObject obj ? node?.DeepClone()
        : new JsonObject(obj.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value))));

    private static HttpRequestMessage Request(JsonNode step)
    {
        var what = ((string)step["do"]!).Split(' ', 2);
        var request = new HttpRequestMessage(new HttpMethod(what[0]), what[1]);
        request.Headers.TryAddWithoutValidation("User-Agent", (string?)step["agent"] ?? "cmp/1.0");
        request.Headers.TryAddWithoutValidation("Accept", (string?)step["accept"] ?? "application/json");
        if (step["body"] is not { } body) return request;
        var text = body.GetValueKind() == JsonValueKind.String ? (string)body! : body.ToJsonString(Plain);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        var type = (string?)step["type"] ?? "application/json";
        if (type.Length > 0) request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return request;
    }
}
