namespace SiteBuilder.Delivery.Tools;

/// <summary>A tool of the machine that the delivery cannot do without.</summary>
/// <param name="Name">How people call it.</param>
/// <param name="Executable">The file looked for on PATH, or a full path.</param>
/// <param name="Package">The Debian package that brings it.</param>
/// <param name="Why">What it is needed for, as the end of "needed to".</param>
public sealed record MachineTool(string Name, string Executable, string Package, string Why)
{
    /// <summary>Docker Engine: builds images from Dockerfiles, runs the local registry and the sandbox's pods.</summary>
    public static MachineTool DockerEngine { get; } = new("Docker Engine", "dockerd", "docker.io", "build images from Dockerfiles and to run the local registry and the sandbox's pods");

    /// <summary>mmdebstrap: lays out the Debian bases of all images.</summary>
    public static MachineTool Mmdebstrap { get; } = new("mmdebstrap", "mmdebstrap", "mmdebstrap", "make the Debian base of all images");

    /// <summary>A static busybox: what the pods of the sandbox's own tests run.</summary>
    public static MachineTool Busybox { get; } = new("busybox", "busybox", "busybox-static", "run the pods of the sandbox's own tests");

    /// <summary>OpenStack Swift: the object storage that tests write to; a library without a command, so its file is looked for.</summary>
    public static MachineTool Swift { get; } = new("Swift", "/usr/lib/python3/dist-packages/swift/proxy/server.py", "python3-swift", "run the tests of what is kept in object storage");

    /// <summary>Chromium: the browser that the tests of the sites and of their editor look with.</summary>
    public static MachineTool Chromium { get; } = new("Chromium", "chromium", "chromium", "look at the sites and their editor in a browser");

    /// <summary>Git: tells which commit is delivered.</summary>
    public static MachineTool Git { get; } = new("Git", "git", "git", "record which commit is delivered");
}
