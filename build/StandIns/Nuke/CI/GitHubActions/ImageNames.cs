namespace Nuke.Common.CI.GitHubActions;

/// <summary>GitHub's names of machines, events and rights.</summary>
internal static class ImageNames
{
    public static string Of(GitHubActionsImage image) => image switch
    {
        GitHubActionsImage.WindowsServer2022 => "windows-2022",
        GitHubActionsImage.WindowsServer2019 => "windows-2019",
        GitHubActionsImage.Ubuntu2404 => "ubuntu-24.04",
        GitHubActionsImage.Ubuntu2204 => "ubuntu-22.04",
        GitHubActionsImage.Ubuntu2004 => "ubuntu-20.04",
        GitHubActionsImage.Ubuntu1804 => "ubuntu-18.04",
        GitHubActionsImage.MacOs14 => "macos-14",
        GitHubActionsImage.MacOs12 => "macos-12",
        GitHubActionsImage.MacOs11 => "macos-11",
        GitHubActionsImage.MacOs1015 => "macos-10.15",
        GitHubActionsImage.WindowsLatest => "windows-latest",
        GitHubActionsImage.MacOsLatest => "macos-latest",
        GitHubActionsImage.SelfHosted => "self-hosted",
        _ => "ubuntu-latest",
    };

    public static string Of(GitHubActionsTrigger trigger) => Words(trigger.ToString(), '_');

    public static string Of(GitHubActionsPermissions permission) => Words(permission.ToString(), '-');

    private static string Words(string name, char separator) =>
        string.Concat(name.Select((x, i) => char.IsUpper(x) && i > 0 ? $"{separator}{char.ToLowerInvariant(x)}" : $"{char.ToLowerInvariant(x)}"));
}
