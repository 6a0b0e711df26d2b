namespace SiteBuilder.Delivery.Platform.Local;

/// <summary>The folder where the sandbox of one environment lives, and the files in it that others may use.</summary>
/// <param name="Folder">Absolute path, such as <c>.nuke/temp/sandbox</c> for the environment <c>local</c>.</param>
public sealed record SandboxHome(string Folder)
{
    /// <summary>What kubectl and the rollout engine take; holds a token, so readable by its owner alone.</summary>
    public string Kubeconfig => Path.Combine(Folder, "kubeconfig");

    /// <summary>State, volumes and log of the sandbox; what <c>--purge</c> removes.</summary>
    public string Data => Path.Combine(Folder, "data");

    /// <summary>Copies of the sandbox program, one folder per version, so that a rebuild never changes a running one.</summary>
    public string Programs => Path.Combine(Folder, "bin");

    /// <summary>Written by the sandbox when it answers; removed when it stops.</summary>
    public string ReadyFile => Path.Combine(Data, "ready.json");

    /// <summary>What the process printed before it had a log of its own.</summary>
    public string StartLog => Path.Combine(Folder, "start.log");

    /// <summary>The home of an environment's sandbox: <c>sandbox</c> for <c>local</c>, <c>sandbox-NAME</c> for every other name.</summary>
    public static SandboxHome Of(string temporaryFolder, string environment) =>
        new(Path.Combine(temporaryFolder, environment == "local" ? "sandbox" : $"sandbox-{environment}"));
}
