using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Runtime;

/// <summary>
/// Puts a pod's volumes on disk. Files of ConfigMaps and Secrets are rewritten in place when these change, as on a real node;
/// memory volumes live in /dev/shm.
/// </summary>
internal sealed class PodVolumes(IClusterObjects objects, string dataFolder, string sandboxId)
{
    private const int OwnerOnly = 0b111_000_000;

    private string PodFolder(string uid) => Path.Combine(dataFolder, "pods", uid);

    private string MemoryFolder(string uid) =>
        Directory.Exists("/dev/shm") ? Path.Combine("/dev/shm", $"sitebuilder-{sandboxId}", uid) : Path.Combine(PodFolder(uid), "memory");

    /// <summary>The folder of each volume. Throws <see cref="ContainerException"/> (FailedMount) for one that cannot be made.</summary>
    public IReadOnlyDictionary<string, string> Prepare(JsonObject pod, string? podAddress, string hostAddress, Func<JsonObject, string> token)
    {
        Directory.CreateDirectory(PodFolder(pod.Uid()));
        FileModes.SetMode(Path.Combine(dataFolder, "pods"), OwnerOnly);
        Dictionary<string, string> folders = [];
        foreach (JsonObject volume in pod.Items("spec", "volumes"))
        {
            string name = volume.Text("name") ?? "";
            try
            {
                folders[name] = Prepare(pod, volume, name, podAddress, hostAddress, token);
            }
            catch (ContainerException missing)
            {
                throw new ContainerException("FailedMount", $"MountVolume.SetUp failed for volume \"{name}\" : {missing.Message}", missing);
            }
        }

        return folders;
    }

    /// <summary>A file of the pod's own, such as its hosts; written where it differs.</summary>
    public string WriteFile(string uid, string name, string content)
    {
        string path = Path.Combine(PodFolder(uid), name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WriteIfChanged(path, Encoding.UTF8.GetBytes(content), 0b110_100_100);
        return path;
    }

    /// <summary>The file that takes a container's last words.</summary>
    public string TerminationLog(string uid, string container, int attempt)
    {
        string path = Path.Combine(PodFolder(uid), "last-words", $"{container}.{attempt}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, []);
            FileModes.SetMode(path, 0b110_110_110);
        }

        return path;
    }

    /// <summary>Keeps what a container said last where it left no words of its own.</summary>
    public void SetLastWords(string uid, string container, int attempt, byte[] words)
    {
        string path = TerminationLog(uid, container, attempt);
        if (new FileInfo(path).Length == 0)
        {
            File.WriteAllBytes(path, words);
        }
    }

    public string? LastWords(string uid, string container, int attempt)
    {
        string path = Path.Combine(PodFolder(uid), "last-words", $"{container}.{attempt}");
        return File.Exists(path) && File.ReadAllText(path) is { Length: > 0 } text ? text[..Math.Min(text.Length, 4096)] : null;
    }

    public void Remove(string uid)
    {
        foreach (string folder in (ReadOnlySpan<string>)[PodFolder(uid), MemoryFolder(uid)])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private string Prepare(JsonObject pod, JsonObject volume, string name, string? podAddress, string hostAddress, Func<JsonObject, string> token)
    {
        long? group = pod.Number("spec", "securityContext", "fsGroup");
        string folder = Path.Combine(PodFolder(pod.Uid()), "volumes", name);
        if (volume.Object("emptyDir") is { } empty)
        {
            bool memory = empty.Text("medium") == "Memory";
            return Shared(memory ? Path.Combine(MemoryFolder(pod.Uid()), name) : folder, group, memory ? 0b1_111_111_111 : 0b111_111_111);
        }

        if (volume.Object("ephemeral") is not null)
        {
            return Shared(ClaimFolder(pod, EphemeralVolumeController.ClaimName(pod, volume)), group);
        }

        if (volume.Object("persistentVolumeClaim") is { } claim)
        {
            return Shared(ClaimFolder(pod, claim.Text("claimName") ?? ""), group);
        }

        JsonObject? source = volume.Object("configMap") ?? volume.Object("secret") ?? volume.Object("downwardAPI") ?? volume.Object("projected");
        if (source is null)
        {
            string type = volume.Select(entry => entry.Key).FirstOrDefault(key => key != "name") ?? "nothing";
            throw new ContainerException("FailedMount", $"volumes of type {type} are not supported by the sandbox");
        }

        ProjectedFiles files = new(objects, pod, podAddress, hostAddress, token);
        files.Add(volume);
        Directory.CreateDirectory(folder);
        FileModes.SetMode(folder, 0b111_101_101);
        int mode = (int)(source.Number("defaultMode") ?? 0b110_100_100);
        foreach ((string path, (byte[] content, int? own)) in files.Found)
        {
            string file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            WriteIfChanged(file, content, (own ?? mode) | (group is null ? 0 : 0b000_100_000));
            if (group is not null)
            {
                FileModes.SetGroup(file, group.Value);
            }
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (!files.Found.ContainsKey(Path.GetRelativePath(folder, file)))
            {
                File.Delete(file);
            }
        }

        return folder;
    }

    private string ClaimFolder(JsonObject pod, string claimName)
    {
        JsonObject? claim = objects.Get(new ObjectKey(ClusterKinds.PersistentVolumeClaim, pod.Namespace(), claimName));
        string? volumeName = claim.Text("spec", "volumeName");
        JsonObject? volume = volumeName is null ? null : objects.Get(new ObjectKey(ClusterKinds.PersistentVolume, "", volumeName));
        return claim.Text("status", "phase") == "Bound" && volume.Text("spec", "hostPath", "path") is { } path
            && path.StartsWith(dataFolder, StringComparison.Ordinal)
            ? path
            : throw new ContainerException("FailedMount", $"persistentvolumeclaim \"{claimName}\" is not bound");
    }

    private static string Shared(string folder, long? group, int mode = 0b111_111_111)
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
        }

        if (!File.Exists(folder + ".made"))
        {
            FileModes.SetMode(folder, mode);
            if (group is not null)
            {
                FileModes.SetGroup(folder, group.Value);
                FileModes.SetMode(folder, 0b10_111_111_111);
            }

            File.WriteAllBytes(folder + ".made", []);
        }

        return folder;
    }

    private static void WriteIfChanged(string path, byte[] content, int mode)
    {
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            // in place: the container may have the file itself mounted, so it must stay the same file
            File.WriteAllBytes(path, content);
        }

        FileModes.SetMode(path, mode);
    }
}
