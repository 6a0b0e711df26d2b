namespace SiteBuilder.Delivery.Tools;

/// <summary>
/// A step of the delivery failed although it was called rightly. Carries the facts one by one so that a report can print them as a block;
/// <see cref="Exception.Message"/> is the same in one text.
/// </summary>
public sealed class StepFailedException : Exception
{
    /// <param name="stage">The stage, such as <c>BuildImages</c> or <c>Publish</c>.</param>
    /// <param name="subject">The object at fault, such as an image, a file or <c>Deployment backend/sites</c>.</param>
    /// <param name="found">What was found.</param>
    /// <param name="expected">What was expected; null where it is plain.</param>
    /// <param name="remedy">What the reader can do; null where nothing is known.</param>
    /// <param name="inner">The cause, where there is one.</param>
    public StepFailedException(string stage, string subject, string found, string? expected = null, string? remedy = null, Exception? inner = null)
        : base(Describe(stage, subject, found, expected, remedy), inner)
    {
        Stage = stage;
        Subject = subject;
        Found = found;
        Expected = expected;
        Remedy = remedy;
    }

    /// <summary>The stage that failed.</summary>
    public string Stage { get; }

    /// <summary>The object at fault.</summary>
    public string Subject { get; }

    /// <summary>What was found.</summary>
    public string Found { get; }

    /// <summary>What was expected, where that is not plain.</summary>
    public string? Expected { get; }

    /// <summary>What to do about it, where known.</summary>
    public string? Remedy { get; }

    /// <summary>The message, and the cause's own where it says more; no stack trace.</summary>
    public override string ToString() =>
        InnerException is { } cause && !Says(cause) && !Says(cause.GetBaseException()) ? $"{Message}{Environment.NewLine}  cause: {cause.Message}" : Message;

    /// <summary>The same failure, of another stage: the one that the user has called.</summary>
    public StepFailedException Of(string stage)
    {
        if (stage == Stage)
        {
            return this;
        }

        var told = new StepFailedException(stage, Subject, Found, Expected, Remedy, InnerException);
        foreach (System.Collections.DictionaryEntry entry in Data)
        {
            told.Data[entry.Key] = entry.Value;
        }

        return told;
    }

    private bool Says(Exception cause) => Message.Contains(cause.Message, StringComparison.Ordinal);

    private static string Describe(string stage, string subject, string found, string? expected, string? remedy)
    {
        var text = $"{stage} failed at {subject}: {found}";
        if (expected is not null)
        {
            text += $"{Environment.NewLine}  expected: {expected}";
        }

        return remedy is null ? text : $"{text}{Environment.NewLine}  remedy: {remedy}";
    }
}
