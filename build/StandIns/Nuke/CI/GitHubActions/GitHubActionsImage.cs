namespace Nuke.Common.CI.GitHubActions;

/// <summary>Machines that a job can run on.</summary>
public enum GitHubActionsImage
{
    /// <summary>windows-2022</summary>
    WindowsServer2022,

    /// <summary>windows-2019</summary>
    WindowsServer2019,

    /// <summary>ubuntu-24.04</summary>
    Ubuntu2404,

    /// <summary>ubuntu-22.04</summary>
    Ubuntu2204,

    /// <summary>ubuntu-20.04</summary>
    Ubuntu2004,

    /// <summary>ubuntu-18.04</summary>
    Ubuntu1804,

    /// <summary>macos-14</summary>
    MacOs14,

    /// <summary>macos-12</summary>
    MacOs12,

    /// <summary>macos-11</summary>
    MacOs11,

    /// <summary>macos-10.15</summary>
    MacOs1015,

    /// <summary>windows-latest</summary>
    WindowsLatest,

    /// <summary>ubuntu-latest</summary>
    UbuntuLatest,

    /// <summary>macos-latest</summary>
    MacOsLatest,

    /// <summary>self-hosted</summary>
    SelfHosted,
}
