namespace SiteBuilder.Delivery.Tools;

/// <summary>
/// Keeps package installation from starting services, by Debian's own switch <c>policy-rc.d</c>, and puts back what was there when disposed.
/// </summary>
internal sealed class ServiceStartBlock : IDisposable
{
    private readonly string _policy;
    private readonly string? _kept;

    public ServiceStartBlock(string folder = "/usr/sbin")
    {
        _policy = Path.Combine(folder, "policy-rc.d");
        if (File.Exists(_policy))
        {
            _kept = _policy + ".before-bootstrap";
            File.Move(_policy, _kept, overwrite: true);
        }

        File.WriteAllText(_policy, "#!/bin/sh\nexit 101\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_policy, (UnixFileMode)0b111_101_101);
        }
    }

    public void Dispose()
    {
        File.Delete(_policy);
        if (_kept is not null)
        {
            File.Move(_kept, _policy);
        }
    }
}
