namespace SiteBuilder.Delivery.Tools;

/// <summary>
/// The decision of bootstrapping, apart from its effects: which packages to install. Empty where nothing is missing.
/// </summary>
/// <param name="Packages">Packages for one apt-get call, in the order of the tools.</param>
public sealed record BootstrapPlan(IReadOnlyList<string> Packages)
{
    /// <summary>Decides from what is missing and what the machine is.</summary>
    /// <param name="missing">Tools that were not found.</param>
    /// <param name="bootstrap">The caller allowed to install (<c>--bootstrap</c>).</param>
    /// <param name="machine">The machine.</param>
    /// <exception cref="UsageException">Something is missing and may not or cannot be installed; names tool, reason and command.</exception>
    public static BootstrapPlan Decide(IReadOnlyCollection<MachineTool> missing, bool bootstrap, MachineFacts machine)
    {
        ArgumentNullException.ThrowIfNull(missing);
        ArgumentNullException.ThrowIfNull(machine);
        if (missing.Count == 0)
        {
            return new BootstrapPlan([]);
        }

        var packages = missing.Select(t => t.Package).Distinct(StringComparer.Ordinal).ToList();
        var what = string.Join("\n", missing.Select(t => $"  {t.Name} ({t.Executable}) is not on this machine; it is needed to {t.Why}."));
        var command = $"apt-get install -y --no-install-recommends {string.Join(' ', packages)}";
        if (!machine.HasApt)
        {
            throw new UsageException($"Missing on {machine.System}:\n{what}\nThis system has no apt-get, so --bootstrap cannot install it: install {string.Join(" and ", missing.Select(t => t.Name))} by your system's own way and run again.");
        }

        if (!bootstrap)
        {
            throw new UsageException($"Missing on {machine.System}:\n{what}\nRun again with --bootstrap, or install it yourself: {(machine.IsRoot ? "" : "sudo ")}{command}");
        }

        return machine.IsRoot
            ? new BootstrapPlan(packages)
            : throw new UsageException($"Missing on {machine.System}:\n{what}\n--bootstrap needs root to install packages. Run as root once, or: sudo {command}");
    }
}
