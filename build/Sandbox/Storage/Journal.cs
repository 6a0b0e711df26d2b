using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Objects;

namespace SiteBuilder.Sandbox.Storage;

/// <summary>
/// The changes on disk: one JSON line per change in <c>journal</c>, written before the change is answered, over the objects of
/// <c>snapshot</c>. The operating system has the bytes when a write returns, so a killed process loses nothing. A last line that
/// is cut off was never answered and is dropped.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly string _directory;
    private readonly long _compactAt;
    private readonly FileStream _lock;
    private readonly FileStream _file;

    /// <exception cref="IOException">Another sandbox uses the directory, or it cannot be written.</exception>
    public Journal(string directory, long compactAt = 16 << 20)
    {
        _directory = directory;
        _compactAt = compactAt;
        Directory.CreateDirectory(directory);
        _lock = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _file = new FileStream(Path.Combine(directory, "journal"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
    }

    public bool WantsCompaction => _file.Length > _compactAt;

    /// <summary>Every object there was, and the last version. Cuts off what a crash left unfinished.</summary>
    public long Load(Action<StoredObject> put, Action<ObjectKey> remove)
    {
        var last = 0L;
        var snapshot = Path.Combine(_directory, "snapshot");
        if (File.Exists(snapshot)) Replay(File.ReadAllBytes(snapshot), 0, ref last, put, remove);
        var journal = new byte[_file.Length];
        _file.Position = 0;
        _file.ReadExactly(journal);
        var good = Replay(journal, last, ref last, put, remove);
        _file.SetLength(good);
        _file.Position = good;
        return last;
    }

    public void Put(StoredObject obj) => Append(PutLine(obj));

    public void Remove(ObjectKey key, long version)
    {
        var line = new JsonObject { ["rv"] = version, ["group"] = key.Kind.Group, ["kind"] = key.Kind.Kind, ["ns"] = key.Namespace, ["gone"] = key.Name };
        Append([.. JsonText.Utf8(line), (byte)'\n']);
    }

    /// <summary>Writes all objects anew and empties the journal.</summary>
    public void Compact(IEnumerable<StoredObject> objects, long version)
    {
        var snapshot = Path.Combine(_directory, "snapshot");
        using (var file = new FileStream(snapshot + ".new", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            foreach (var obj in objects) file.Write(PutLine(obj));
            file.Write(Encoding.UTF8.GetBytes($"{{\"rv\":{version}}}\n"));
        }
        // between the two lines below the journal only repeats what the snapshot has, and Load skips it
        File.Move(snapshot + ".new", snapshot, overwrite: true);
        _file.SetLength(0);
        _file.Position = 0;
    }

    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    /// <summary>Writes whole lines only: what a full disk cuts off is taken back.</summary>
    private void Append(byte[] line)
    {
        var start = _file.Position;
        try
        {
            _file.Write(line);
        }
        catch (IOException)
        {
            _file.SetLength(start);
            _file.Position = start;
            throw;
        }
    }

    private static byte[] PutLine(StoredObject obj)
    {
        var head = Encoding.UTF8.GetBytes($"{{\"rv\":{obj.ResourceVersion},\"group\":\"{obj.Key.Kind.Group}\",\"put\":");
        return [.. head, .. obj.Utf8.Span, (byte)'}', (byte)'\n'];
    }

    private static long Replay(ReadOnlySpan<byte> bytes, long after, ref long last, Action<StoredObject> put, Action<ObjectKey> remove)
    {
        var at = 0;
        while (bytes[at..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            JsonObject line;
            try
            {
                line = JsonText.ParseObject(bytes.Slice(at, length));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                break;
            }
            at += length + 1;
            var version = line.Number("rv") ?? 0;
            if (version <= after) continue;
            last = Math.Max(last, version);
            var group = line.Text("group") ?? "";
            if (line["put"] is JsonObject obj)
            {
                line.Remove("put");
                var key = new ObjectKey(new ObjectKind(group, obj.Text("kind")!), obj.Text("metadata", "namespace") ?? "", obj.Text("metadata", "name")!);
                put(new StoredObject(key, obj, version));
            }
            else if (line.Text("gone") is { } name)
            {
                remove(new ObjectKey(new ObjectKind(group, line.Text("kind")!), line.Text("ns")!, name));
            }
        }
        return at;
    }
}
