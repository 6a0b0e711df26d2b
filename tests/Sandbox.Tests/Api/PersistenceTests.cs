using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Tests.Api;

public sealed class PersistenceTests : IDisposable
{
    private static readonly ObjectKind ConfigMaps = new("", "ConfigMap");
    private readonly string _directory = Directory.CreateTempSubdirectory("sandbox-state-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_was_acknowledged_is_there_after_a_kill_even_when_the_last_line_is_torn()
    {
        long version;
        using (var state = new ClusterState(_directory, TimeProvider.System))
        {
            state.Create(ConfigMap("one"), "test");
            state.Create(ConfigMap("two"), "test");
            state.Delete(new ObjectKey(ConfigMaps, "default", "two"));
            version = state.Version;
            // what a killed process leaves behind: the file as it is now, with a write cut off
            File.Copy(Path.Combine(_directory, "journal"), Path.Combine(_directory, "copy"));
        }
        File.Move(Path.Combine(_directory, "copy"), Path.Combine(_directory, "journal"), overwrite: true);
        File.AppendAllText(Path.Combine(_directory, "journal"), "{\"rv\":99999,\"group\":\"\",\"put\":{\"kind\":\"Conf");

        using var again = new ClusterState(_directory, TimeProvider.System);
        again.Get(new ObjectKey(ConfigMaps, "default", "one")).ShouldNotBeNull();
        again.Get(new ObjectKey(ConfigMaps, "default", "two")).ShouldBeNull();
        again.Version.ShouldBe(version);
    }

    [Fact]
    public void Compaction_keeps_every_object_and_the_version()
    {
        var expected = new List<string>();
        long version;
        using (var journal = new Journal(_directory, compactAt: 2000))
        using (var store = new ObjectStore(journal, history: 10))
        {
            for (var i = 0; i < 50; i++)
            {
                var key = new ObjectKey(ConfigMaps, "default", $"c{i}");
                var stored = store.Put(key, ConfigMap($"c{i}"), null)!;
                if (i % 3 == 0) store.Remove(stored);
                else expected.Add($"c{i}");
            }
            version = store.Version;
        }
        File.Exists(Path.Combine(_directory, "snapshot")).ShouldBeTrue();
        new FileInfo(Path.Combine(_directory, "journal")).Length.ShouldBeLessThan(2500);
        using var reopened = new Journal(_directory);
        using var again = new ObjectStore(reopened, history: 10);
        again.List(ConfigMaps, null).Objects.Select(o => o.Key.Name).ShouldBe(expected.Order(StringComparer.Ordinal));
        again.Version.ShouldBe(version);
    }

    [Fact]
    public void A_directory_in_use_is_refused()
    {
        using var state = new ClusterState(_directory, TimeProvider.System);
        Should.Throw<IOException>(() => new ClusterState(_directory, TimeProvider.System));
    }

    private static JsonObject ConfigMap(string name) => new()
    {
        ["kind"] = "ConfigMap",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
        ["data"] = new JsonObject { ["a"] = "1" },
    };
}
