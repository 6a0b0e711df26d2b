using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Tools;

/// <summary>What a person reads when a stage ends early: one text with stage, object and remedy.</summary>
public static class FailureText
{
    /// <summary>The text; null where nothing is known of such a failure, so that only its stack trace helps.</summary>
    /// <param name="stage">The target that failed.</param>
    /// <param name="failure">What it threw.</param>
    public static string? Of(string stage, Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var cause = failure is AggregateException { InnerExceptions: [var only] } ? only : failure;
        return cause switch
        {
            StepFailedException step => step.ToString(),
            UsageException or EnvironmentFileException => $"{stage}: {cause.Message}",
            _ => MachineFailure.Of(stage, cause, "this machine")?.ToString(),
        };
    }

    /// <summary>The text where the caller stopped the stage; whatever it threw is a consequence.</summary>
    /// <param name="stage">The target that was stopped.</param>
    /// <param name="failure">What it threw; a <see cref="StoppedException"/> says what was done.</param>
    public static string OfStopped(string stage, Exception failure) =>
        failure is StoppedException stopped ? stopped.Message : $"{stage} was stopped. What is finished is kept; run the same command again to go on from here.";
}
