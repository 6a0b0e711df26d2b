using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>.nuke/temp/build-attempt.log: what was called and which targets succeeded, so that --continue takes up there.</summary>
internal sealed class BuildAttempt
{
    private readonly AbsolutePath file;
    private readonly HashSet<string> succeeded;

    private BuildAttempt(AbsolutePath file, IEnumerable<string> succeeded)
    {
        this.file = file;
        this.succeeded = [.. succeeded];
    }

    /// <summary>Starts a new attempt; with --continue the one before goes on where the call is otherwise the same.</summary>
    public static BuildAttempt Begin(NukeBuild build)
    {
        var file = NukeBuild.TemporaryDirectory / "build-attempt.log";
        var call = string.Join(' ', EnvironmentInfo.CommandLineArguments.Where(x => !string.Equals(x.Trim('-'), "continue", StringComparison.OrdinalIgnoreCase)));
        // a hash, because options may hold secrets
        call = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(call)));
        var before = build.Continue && file.FileExists() ? file.ReadAllLines() : [];
        var attempt = new BuildAttempt(file, before.Length > 0 && before[0] == call ? before.Skip(1) : []);
        file.Parent.CreateDirectory();
        File.WriteAllLines(file, [call]);
        return attempt;
    }

    /// <summary>Whether the attempt before came past this target.</summary>
    public bool HasSucceededBefore(ExecutableTarget target) => succeeded.Contains(target.Name);

    /// <summary>Notes that the target needs no second run.</summary>
    public void Note(ExecutableTarget target) => File.AppendAllLines(file, [target.Name]);
}
