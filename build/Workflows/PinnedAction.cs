namespace SiteBuilder.Workflows;

/// <summary>An action of GitHub's, fixed to a commit: a tag can be moved, a commit cannot.</summary>
/// <param name="Name">Owner and name.</param>
/// <param name="Commit">The commit, 40 hexadecimal digits.</param>
/// <param name="Version">The release that the commit is, for people.</param>
public sealed record PinnedAction(string Name, string Commit, string Version)
{
    /// <summary>Fetches the sources.</summary>
    public static PinnedAction Checkout { get; } = new("actions/checkout", "de0fac2e4500dabe0009e67214ff5f5447ce83dd", "v6.0.2");

    /// <summary>Installs the .NET SDK of global.json.</summary>
    public static PinnedAction SetupDotNet { get; } = new("actions/setup-dotnet", "d4c94342e560b34958eacfc5d055d21461ed1c5d", "v5.0.0");

    /// <summary>Keeps folders between runs.</summary>
    public static PinnedAction Cache { get; } = new("actions/cache", "0057852bfaa89a56745cba8c7296529d2fc39830", "v4.3.0");

    /// <summary>Keeps files of a run.</summary>
    public static PinnedAction UploadArtifact { get; } = new("actions/upload-artifact", "ea165f8d65b6e75b540449e92b4886f43607fa02", "v4.6.2");

    /// <summary>As a workflow names it.</summary>
    public override string ToString() => $"{Name}@{Commit} # {Version}";
}
