using Serilog;
using SiteBuilder.Delivery.Rollouts;

namespace SiteBuilder.Targets;

/// <summary>Progress as lines of the log, in the order in which it happens.</summary>
internal sealed class ConsoleProgress<T>(Func<T, string?> text) : IProgress<T>
{
    /// <inheritdoc />
    public void Report(T value)
    {
        if (text(value) is { } line)
        {
            Log.Information("{Line}", line);
        }
    }
}

/// <summary>The progress of parts that speak in sentences already.</summary>
internal static class ConsoleProgress
{
    public static IProgress<string> Sentences { get; } = new ConsoleProgress<string>(line => line);

    /// <summary>The steps of a rollout.</summary>
    public static IProgress<RolloutEvent> Rollout { get; } = new ConsoleProgress<RolloutEvent>(step => step.Object is null ? step.Text : $"{step.Object}: {step.Text}");
}
