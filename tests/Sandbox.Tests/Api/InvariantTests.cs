using System.Net;
using System.Text.Json.Nodes;
using CsCheck;

namespace SiteBuilder.Sandbox.Tests.Api;

/// <summary>What holds after any sequence of writes, whoever makes them.</summary>
public sealed class InvariantTests : IAsyncLifetime
{
    private const string Path = "/apis/apps/v1/namespaces/default/deployments/web";
    private const string Child = "/api/v1/namespaces/default/configmaps/child";

    private static readonly Gen<Write> Writes = Gen.OneOf(
        Gen.Select(OneOf("one", "two"), Gen.Int[0, 3], OneOf<string?>("a", "b", null), Gen.Bool, (manager, replicas, variable, force) => (Write)new Applying(manager, replicas, variable, force)),
        Gen.Select(Gen.Int[0, 3], OneOf<string?>("red", "blue", null), (replicas, label) => (Write)new Patching(replicas, label)),
        Gen.Select(Gen.Int[0, 3], OneOf("x", "y"), (replicas, image) => (Write)new Replacing(replicas, image)),
        OneOf("Background", "Foreground", "Orphan").Select(policy => (Write)new Deleting(policy)),
        Gen.Const((Write)new Dependent()));

    private ApiServer _api = null!;

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private abstract record Write;

    private sealed record Applying(string Manager, int Replicas, string? Variable, bool Force) : Write;

    private sealed record Patching(int Replicas, string? Label) : Write;

    private sealed record Replacing(int Replicas, string Image) : Write;

    private sealed record Deleting(string Policy) : Write;

    private sealed record Dependent : Write;

    public async ValueTask InitializeAsync() => _api = await ApiServer.StartAsync();

    public async ValueTask DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public void Owners_generations_versions_and_dependents_stay_right_whatever_is_written() => Writes.List[1, 12].Sample(
        writes => RunAsync(writes).GetAwaiter().GetResult(), iter: 150, threads: 1);

    private async Task RunAsync(List<Write> writes)
    {
        await _api.DeleteAsync(Path);
        await _api.DeleteAsync(Child);
        foreach (var write in writes)
        {
            var before = await FindAsync(Path);
            var code = await SendAsync(write, before);
            ((int)code).ShouldBeLessThan(500, write.ToString());
            var after = await FindAsync(Path);
            Compare(before, after, write);
            if (after is not null) OwnedOnce(after);
            if (await FindAsync(Child) is { } child && child["metadata"]!["ownerReferences"]?[0]?["uid"] is { } owner) ((string?)after?["metadata"]!["uid"]).ShouldBe((string?)owner, "an orphan is left");
        }
    }

    private async Task<HttpStatusCode> SendAsync(Write write, JsonObject? live)
    {
        switch (write)
        {
            case Applying apply:
                var variables = apply.Variable is null ? "" : $$$""","env":[{"name":"{{{apply.Variable}}}","value":"1"}]""";
                return (await _api.ApplyAsync(Path, apply.Manager, $$$$"""
                    {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":{{{{apply.Replicas}}}},"selector":{"matchLabels":{"app":"web"}},
                    "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"x"{{{{variables}}}} } ] } } } }
                    """, apply.Force)).Code;
            case Patching patch:
                var label = patch.Label is null ? "null" : $"\"{patch.Label}\"";
                return (await _api.PatchAsync(Path, "merge", $$$$"""{"metadata":{"labels":{"colour":{{{{label}}}}}},"spec":{"replicas":{{{{patch.Replicas}}}}}}""")).Code;
            case Replacing replace when live is not null:
                var changed = (JsonObject)live.DeepClone();
                changed["spec"]!["replicas"] = replace.Replicas;
                changed["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = replace.Image;
                return (await _api.PutAsync(Path, changed.ToJsonString())).Code;
            case Deleting delete:
                return (await _api.DeleteAsync($"{Path}?propagationPolicy={delete.Policy}")).Code;
            case Dependent when live is not null:
                return (await _api.PostAsync(Child[..Child.LastIndexOf('/')], $$$"""
                    {"metadata":{"name":"child","ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"web","uid":"{{{live["metadata"]!["uid"]}}}","blockOwnerDeletion":true}]}}
                    """)).Code;
            default:
                return HttpStatusCode.OK;
        }
    }

    private static void Compare(JsonObject? before, JsonObject? after, Write write)
    {
        if (before is null || after is null || (string?)before["metadata"]!["uid"] != (string?)after["metadata"]!["uid"]) return;
        long Number(JsonObject obj, string field) => long.Parse(obj["metadata"]![field]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);
        var same = JsonNode.DeepEquals(before, after);
        Number(after, "resourceVersion").ShouldBe(same ? Number(before, "resourceVersion") : Number(after, "resourceVersion"));
        if (!same) Number(after, "resourceVersion").ShouldBeGreaterThan(Number(before, "resourceVersion"), write.ToString());
        Number(after, "generation").ShouldBe(Number(before, "generation") + (JsonNode.DeepEquals(before["spec"], after["spec"]) ? 0 : 1), write.ToString());
    }

    /// <summary>Every field that a client sets has an owner, every owner owns what is there, and nobody stands in the list twice.</summary>
    private static void OwnedOnce(JsonObject obj)
    {
        var entries = obj["metadata"]!["managedFields"]!.AsArray().Select(e => e!.AsObject()).ToList();
        entries.Select(e => $"{e["manager"]} {e["operation"]} {e["subresource"]}").ShouldBeUnique();
        var owned = entries.Select(e => e["fieldsV1"]!.AsObject()).ToList();
        foreach (var part in (string[])["spec", "metadata"])
        {
            foreach (var (name, value) in obj[part]!.AsObject())
            {
                // what the server fills in belongs to nobody when the object was applied
                if (name is not ("labels" or "replicas" or "selector")) continue;
                Covered(value, [.. owned.Select(o => o[$"f:{part}"]?[$"f:{name}"]).OfType<JsonObject>()], $"{part}.{name}");
            }
        }
        foreach (var fields in owned) Exists(fields["f:spec"] as JsonObject, obj["spec"], "spec");
    }

    private static void Covered(JsonNode? value, List<JsonObject> owners, string path)
    {
        owners.ShouldNotBeEmpty($"{path} has no owner");
        if (value is not JsonObject obj || owners.Exists(o => o.Count == 0)) return;
        foreach (var (name, item) in obj) Covered(item, [.. owners.Select(o => o[$"f:{name}"]).OfType<JsonObject>()], $"{path}.{name}");
    }

    private static void Exists(JsonObject? fields, JsonNode? value, string path)
    {
        foreach (var (name, below) in fields ?? [])
        {
            if (!name.StartsWith("f:", StringComparison.Ordinal)) continue;
            value.ShouldBeOfType<JsonObject>(path).ContainsKey(name[2..]).ShouldBeTrue($"{path}.{name[2..]} is owned but not there");
            Exists(below as JsonObject, value![name[2..]], $"{path}.{name[2..]}");
        }
    }

    private async Task<JsonObject?> FindAsync(string path) => await _api.GetAsync(path) is { Code: HttpStatusCode.OK } found ? found.Body : null;
}
